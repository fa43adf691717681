import type { UserRecord } from "#shared/org/record.ts";
import { TestApi } from "./app.ts";
import { addPerson, openSession } from "./factory.ts";
import { planOf, sourceOf, type Given } from "./plans.ts";

/** An operator at the API, with what she does to plans. */
export class PlanDesk {
  readonly api = new TestApi();
  owner = {} as UserRecord;
  operator = "";
  manager = "";
  employee = "";
  admin = "";

  async open(): Promise<void> {
    this.owner = await addPerson({ name: "Olga Owner", roles: ["operator"] });
    this.operator = await openSession(await addPerson({ name: "Dave", roles: ["operator"] }));
    this.manager = await openSession(await addPerson({ roles: ["manager"] }));
    this.employee = await openSession(await addPerson());
    this.admin = await openSession(await addPerson({ roles: ["admin"] }));
  }

  source(given: Given = {}): string {
    return sourceOf(planOf({ owners: [this.owner.email], ...given }));
  }

  async create(given: Given | string = {}) {
    const source = typeof given === "string" ? given : this.source(given);
    return (await this.api.call("createPlan", { body: { source } }, this.operator)).body;
  }

  async publish(given: Given | string = {}) {
    const { id } = await this.create(given);
    return this.again(id);
  }

  async again(id: string, reason = "tested") {
    const call = { params: { id }, body: { reason } };
    return (await this.api.call("publishPlan", call, this.operator)).body;
  }

  save(id: string, source: string, version: number) {
    return this.api.call("savePlan", { params: { id }, body: { source, version } }, this.operator);
  }

  /** Fills in the settings of Prometheus, or empties them. */
  async prometheus(isSet: boolean): Promise<void> {
    const params = { group: "prometheus" };
    const { version } = (await this.api.call("getSetting", { params }, this.admin)).body;
    const servers = isSet ? [{ name: "main", url: "https://prometheus.test" }] : [];
    const body = { version, value: { servers } };
    const { status } = await this.api.call("updateSetting", { params, body }, this.admin);
    if (status !== 200) throw new Error(`the settings were refused: ${status}`);
  }

  async look(id: string, version?: "draft" | number) {
    const query = version === undefined ? {} : { version };
    return (await this.api.call("getPlan", { params: { id }, query }, this.operator)).body;
  }
}
