import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getPlanVersion, getPublishedPlan } from "#shared/plan/load.ts";
import { PlanDesk } from "#test/support/plan-desk.ts";
import { step, type Given } from "#test/support/plans.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let desk: PlanDesk;

beforeAll(async () => {
  engine = await ownTable();
  desk = new PlanDesk();
  await desk.open();
});
afterAll(() => engine.stop());

const reason = { reason: "because" };

async function change(id: string, given: Given) {
  const { version } = await desk.look(id);
  return (await desk.save(id, desk.source(given), version)).body;
}
const act = async (
  name: "disablePlan" | "publishPlan",
  id: string,
  body: { reason: string; version?: number } = reason,
) => desk.api.call(name, { params: { id }, body }, desk.operator);
const enable = (id: string) => desk.api.call("enablePlan", { params: { id } }, desk.operator);

describe("publishing", () => {
  it("is refused for errors, every one of them told, and not for warnings", async () => {
    const faulty = await desk.create({
      owners: [desk.owner.email, "nobody@demo.test"],
      steps: [step("a"), step("a", { action: "no.such" })],
    });
    const { status, problem } = await act("publishPlan", faulty.id);
    expect([status, problem?.code]).toEqual([422, "PLAN_INVALID"]);
    expect(problem?.issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "steps.1.id duplicate",
      "steps.1.action unknown_action",
      "owners.1 unknown_person",
    ]);
    const asking = await desk.create({ steps: [step("a", { executeContext: {} })] });
    expect((await act("publishPlan", asking.id)).body.state).toBe("published");
  });

  it("makes a version that nothing changes, with who, when and why", async () => {
    const { id } = await desk.publish({ symptoms: ["slow"] });
    const first = await getPlanVersion(id, 1);
    await change(id, { symptoms: ["slow", "down"] });
    const { api, manager } = desk;
    const seen = (await api.call("getPlan", { params: { id }, query: {} }, manager)).body;
    expect([seen.symptoms, seen.shown, seen.hasNewerDraft, seen.source]).toEqual([
      ["slow"],
      1,
      true,
      null,
    ]);
    await desk.again(id, "second thoughts");
    const params = { id, number: 1 };
    const { body } = await api.call("getPlanVersion", { params }, manager);
    expect(body).toMatchObject({ number: 1, reason: "tested", publishedBy: { name: "Dave" } });
    expect(body.document.symptoms).toEqual(["slow"]);
    expect(body.hash).toBe(first.hash);
    const { body: list } = await api.call(
      "listPlanVersions",
      { params: { id }, query: {} },
      manager,
    );
    expect(list.items.map(({ number, reason: why }) => `${number} ${why}`)).toEqual([
      "2 second thoughts",
      "1 tested",
    ]);
    expect((await getPublishedPlan(id)).version).toBe(2);
    expect((await getPublishedPlan(id)).hash).not.toBe(first.hash);
    const none = await api.call("getPlanVersion", { params: { id, number: 3 } }, manager);
    expect(none.status).toBe(404);
  });

  it("needs something new, and what was looked at", async () => {
    const { id } = await desk.publish();
    expect((await act("publishPlan", id)).problem?.code).toBe("WRONG_STATE");
    const seen = await change(id, { symptoms: ["one"] });
    await change(id, { symptoms: ["two"] });
    const { problem } = await act("publishPlan", id, { ...reason, version: seen.version });
    const source = desk.source({ symptoms: ["two"] });
    expect(problem).toMatchObject({ code: "CONFLICT", current: { source } });
  });

  it("never changes the scene of a plan", async () => {
    const { id } = await desk.publish();
    await change(id, { scene: "SELF_RECOVERY" });
    const { problem } = await act("publishPlan", id);
    expect(problem?.issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "scene scene_changed",
    ]);
  });

  it("tells what differs, from any version to another or the draft", async () => {
    const { id } = await desk.publish();
    await change(id, { cooldownSeconds: 60 });
    await desk.again(id);
    await change(id, { cooldownSeconds: 60, steps: [step("pause"), step("more")] });
    const diff = async (query: { from: number; to: "draft" | number }) =>
      (
        await desk.api.call("comparePlanVersions", { params: { id }, query }, desk.operator)
      ).body.items.map(({ area, what, change: how, property }) => [area, what, how, property]);
    expect(await diff({ from: 1, to: 2 })).toEqual([
      ["general", null, "changed", "cooldownSeconds"],
    ]);
    expect(await diff({ from: 2, to: "draft" })).toEqual([["step", "more", "added", null]]);
  });
});

describe("a plan that is disabled", () => {
  it("can't be run, also not by a new version, until it is enabled", async () => {
    const { id } = await desk.publish();
    const disabled = (await act("disablePlan", id)).body;
    expect(disabled).toMatchObject({ state: "disabled", disabled: { reason: "because" } });
    await expect(getPublishedPlan(id)).rejects.toMatchObject({ code: "WRONG_STATE" });
    expect((await act("disablePlan", id)).problem?.code).toBe("WRONG_STATE");
    await change(id, { symptoms: ["new"] });
    expect((await desk.again(id)).state).toBe("disabled");
    expect((await enable(id)).body).toMatchObject({ state: "published", disabled: null });
    expect((await getPublishedPlan(id)).version).toBe(2);
    expect((await enable(id)).problem?.code).toBe("WRONG_STATE");
  });

  it("was published: a draft is neither disabled nor run", async () => {
    const { id } = await desk.create();
    expect((await act("disablePlan", id)).problem?.code).toBe("WRONG_STATE");
    await expect(getPublishedPlan(id)).rejects.toMatchObject({ code: "WRONG_STATE" });
    await expect(getPublishedPlan("pln_01ARZ3NDEKTSV4RRFFQ69G5FAV")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
