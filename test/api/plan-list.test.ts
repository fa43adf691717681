import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPerson, openSession } from "#test/support/factory.ts";
import { PlanDesk } from "#test/support/plan-desk.ts";
import type { Given } from "#test/support/plans.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let desk: PlanDesk;

beforeAll(async () => {
  engine = await ownTable();
  desk = new PlanDesk();
  await desk.open();
});
afterAll(() => engine.stop());

const name = (en: string, zh = en) => ({ name: { en, "zh-CN": zh } });
const list = async (query: object, token = desk.operator) =>
  (await desk.api.call("listPlans", { query }, token)).body;
const names = async (query: object, token?: string) =>
  (await list(query, token)).items.map((plan) => plan.name.en);
const publish = (given: Given) => desk.publish(given);

describe("the list of plans", () => {
  it("is by name, in pages without a gap, also under a search", async () => {
    for (const en of ["Switch c", "Switch a", "other", "Switch b", "Switch d"]) {
      await desk.create(name(en));
    }
    const all: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await list({ q: "SWITCH", limit: 2, ...(cursor ? { cursor } : {}) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      all.push(...page.items.map((plan) => plan.name.en));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(all).toEqual(["Switch a", "Switch b", "Switch c", "Switch d"]);
    const { items, nextCursor } = await list({ limit: 1 });
    const next = await list({ limit: 100, cursor: nextCursor });
    const together = [...items, ...next.items].map((plan) => plan.name.en.toLowerCase());
    expect(together).toEqual(together.toSorted());
  });

  it("finds words in names of both languages, symptoms, service and owners, in any order", async () => {
    const service = { name: "Ledger", code: "ledger-core", primaryOwnerId: desk.owner.userId };

    const admin = await openSession(await addPerson({ roles: ["admin"] }));
    await desk.api.call("createService", { body: service }, admin);
    await publish({
      ...name("Ledger fails over", "账务切换"),
      symptoms: ["LedgerReplicationLag", "余额不一致"],
      service: "ledger-core",
    });
    for (const q of [
      "账务",
      "replicationlag",
      "余额",
      "ledger-core",
      "olga ledger",
      "over fails",
    ]) {
      expect(await names({ q }), q).toEqual(["Ledger fails over"]);
    }
    expect(await names({ q: "nothing like it" })).toEqual([]);
  });

  it("is narrowed by scene, state and owner", async () => {
    const me = await addPerson({ name: "Mei", roles: ["operator"] });
    const mine = await openSession(me);
    await publish({ ...name("Mine"), owners: [me.email], scene: "SELF_RECOVERY" });
    const stopped = await publish({ ...name("Stopped"), owners: [me.email, desk.owner.email] });
    const call = { params: { id: stopped.id }, body: { reason: "x" } };
    await desk.api.call("disablePlan", call, desk.operator);
    await desk.create({ ...name("Begun"), owners: [me.email] });
    expect(await names({ mine: "true" }, mine)).toEqual(["Begun", "Mine", "Stopped"]);
    expect(await names({ mine: "true", state: "disabled" }, mine)).toEqual(["Stopped"]);
    expect(await names({ mine: "true", state: "draft" }, mine)).toEqual(["Begun"]);
    expect(await names({ scene: "SELF_RECOVERY" })).toEqual(["Mine"]);
    expect(await names({ state: "broken" })).toEqual([]);
    expect(await names({ mine: "true" }, desk.manager)).toEqual([]);
  });

  it("shows what was published, and a draft only to those who write plans", async () => {
    const { id, version } = await publish(name("Shown as published"));
    await desk.save(id, desk.source(name("Renamed since")), version);
    await desk.create(name("Hidden draft"));
    expect(await names({ q: "shown" }, desk.manager)).toEqual(["Shown as published"]);
    expect(await names({ q: "renamed" })).toEqual([]);
    expect(await names({ q: "hidden" })).toEqual(["Hidden draft"]);
    expect(await names({ q: "hidden" }, desk.manager)).toEqual([]);
    expect(await names({}, desk.manager)).not.toContain("Hidden draft");
    expect((await list({ q: "shown" })).items[0]?.hasNewerDraft).toBe(true);
  });
});
