import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InitEntity } from "#shared/setting/init-entity.ts";
import type { InitRecord } from "#shared/setting/init-record.ts";
import { here } from "#shared/table/model.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let admin: string;
let handler: () => Promise<unknown>;

beforeAll(async () => {
  process.env["RELEASE_ID"] = "1.4.0";
  process.env["RELEASE_ORDER"] = "40";
  engine = await ownTable();
  // A handler reads its environment as it loads.
  ({ handler } = await import("#functions/cron/initialise.ts"));
  api = new TestApi();
  admin = await openSession(await addPerson({ roles: ["admin"] }));
});
afterAll(() => engine.stop());

const tasks = async () => (await api.call("listInitialisation", {}, admin)).body;
const viewOf = async (task: string) => (await tasks()).items.find((one) => one.task === task);
const rerun = (task: string) => api.loose("rerunInitialisation", { params: { task } }, admin);

/** Leaves a task as a run before has left it. */
async function leave(task: string, given: Partial<InitRecord>): Promise<void> {
  const at = "2026-11-26T08:00:00.000Z";
  const run = { version: 7, releaseId: "1.4.0", releaseOrder: 40, startedAt: at, holder: "gone" };
  const { checksum: _, changed: __, ...rest } = { ...run, leaseUntilMs: 0, ...given };
  await InitEntity.put({
    task,
    state: "failed",
    ...rest,
    error: rest.error ?? "no answer",
  } as never).go(here());
}

describe("the tasks of a release", () => {
  it("have not run before the first deployment; what each instance runs has", async () => {
    const { release, items } = await tasks();
    expect(release).toBe("1.4.0");
    expect(items.map(({ task, state, strategy }) => [task, state, strategy])).toEqual([
      ["settings", "never", "once_per_deployment"],
      ["switches", "never", "once_per_deployment"],
      ["catalogue", "never", "once_per_deployment"],
      ["environment", "done", "every_instance"],
    ]);
  });

  it("are run by the deployment's call, and tell when, by which release and what came of it", async () => {
    expect(await handler()).toEqual({ settings: "done", switches: "done", catalogue: "done" });
    expect(await handler()).toEqual({
      settings: "skipped",
      switches: "skipped",
      catalogue: "skipped",
    });
    expect(await viewOf("switches")).toMatchObject({
      state: "done",
      release: "1.4.0",
      changed: 1,
      checksum: expect.stringMatching(/^[0-9a-f]{16}$/),
      error: null,
      mayRun: false,
    });
  });
});

describe("running a task again", () => {
  it("is offered and done for one that failed", async () => {
    await leave("switches", { state: "failed" });
    expect(await viewOf("switches")).toMatchObject({ mayRun: true, error: "no answer" });
    expect((await rerun("switches")).body).toMatchObject({ state: "done", mayRun: false });
    expect((await rerun("switches")).problem?.code).toBe("WRONG_STATE");
  });

  it("is done for one whose runner died, but not while it is believed alive", async () => {
    await leave("switches", { state: "running", leaseUntilMs: Date.now() + 60_000 });
    expect(await viewOf("switches")).toMatchObject({ state: "running", mayRun: false });
    expect((await rerun("switches")).problem?.code).toBe("WRONG_STATE");
    await leave("switches", { state: "running", leaseUntilMs: Date.now() - 1 });
    expect(await viewOf("switches")).toMatchObject({ state: "running", mayRun: true });
    expect((await rerun("switches")).body).toMatchObject({ state: "done" });
  });

  it("is refused for what a newer release ran, and for what each instance runs", async () => {
    await leave("switches", { state: "failed", releaseOrder: 41 });
    expect(await viewOf("switches")).toMatchObject({ mayRun: false });
    expect((await rerun("switches")).problem?.code).toBe("WRONG_STATE");
    expect((await rerun("environment")).problem?.code).toBe("NOT_FOUND");
    expect((await rerun("nowhere")).problem?.code).toBe("NOT_FOUND");
  });

  it("twice under one retry key is done once and answered alike", async () => {
    await leave("switches", { state: "failed" });
    const call = { params: { task: "switches" }, headers: { "idempotency-key": "again" } };
    const answers = [1, 2].map(() => api.loose("rerunInitialisation", call, admin));
    const [first, second] = await Promise.all(answers);
    expect([first?.status, second?.status].sort()[0]).toBe(200);
    const third = await api.loose("rerunInitialisation", call, admin);
    expect(third.body).toMatchObject({ state: "done" });
  });
});
