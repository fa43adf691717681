import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { useProviders } from "#shared/action/options.ts";
import { brokenSteps } from "#shared/plan/broken.ts";
import { getPlanVersion } from "#shared/plan/load.ts";
import { plansUsing } from "#shared/plan/uses.ts";
import { PlanDesk } from "#test/support/plan-desk.ts";
import { step, type Given } from "#test/support/plans.ts";
import { ownTable } from "#test/support/own-table.ts";
import { ownVault } from "#test/support/own-vault.ts";
import { Safe } from "#test/support/safe.ts";

vi.mock("#shared/action/catalogue/index.ts", async (original) => {
  const { withTestActions } = await import("#test/support/actions.ts");
  return withTestActions(await original());
});
let vault: Awaited<ReturnType<typeof ownVault>>;
let safe: Safe;
let engine: { stop: () => Promise<void> };
let desk: PlanDesk;

beforeAll(async () => {
  engine = await ownTable();
  vault = await ownVault();
  safe = await Safe.open();
  desk = new PlanDesk();
  await desk.open();
});
afterAll(async () => {
  await vault.stop();
  await engine.stop();
});
beforeEach(() => desk.prometheus(true));

const scale = (id = "scale", given: Given = {}) =>
  step(id, {
    action: "test.scale",
    executeContext: { service: "shop", instances: ["i-1"] },
    ...given,
  });
const action = async (code: string, query: object = {}, token = desk.operator) =>
  (await desk.api.call("getAction", { params: { code }, query }, token)).body;

describe("a plan whose action lost its settings", () => {
  it("is broken, names step and setting, and is well again without being touched", async () => {
    const { id, state } = await desk.publish({ steps: [step("pause"), scale()] });
    expect(state).toBe("published");
    await desk.prometheus(false);
    const broken = await desk.look(id);
    expect([broken.state, broken.brokenActions]).toEqual(["broken", ["test.scale"]]);
    expect(broken.plans[0]?.steps.map((row) => row.broken)).toEqual([
      [],
      [{ reason: "missing_setting", setting: "prometheus" }],
    ]);
    const { document } = await getPlanVersion(id, 1);
    const why = { action: "test.scale", reason: "missing_setting", setting: "prometheus" };
    expect(await brokenSteps(document)).toEqual([{ stepId: "scale", ...why }]);
    const { body } = await desk.api.call("listPlans", { query: { state: "broken" } }, desk.manager);
    expect(body.items.map((plan) => plan.id)).toEqual([id]);
    await desk.prometheus(true);
    expect((await desk.look(id)).state).toBe("published");
  });

  it("can't be published again, nor can another one begin to use it", async () => {
    await desk.prometheus(false);
    const { id } = await desk.create({ steps: [scale()] });
    const call = { params: { id }, body: { reason: "x" } };
    const { problem } = await desk.api.call("publishPlan", call, desk.operator);
    expect(problem?.issues).toMatchObject([{ path: "steps.0.action", code: "action_hidden" }]);
  });

  it("says why a step can't run when its action is gone from the code", async () => {
    const { id } = await desk.publish({ steps: [step("pause")] });
    const { document } = await getPlanVersion(id, 1);
    const gone = { ...document, steps: [{ ...step("pause"), action: "long.gone" }] };
    expect(await brokenSteps(gone as unknown as typeof document)).toEqual([
      { stepId: "pause", action: "long.gone", reason: "gone" },
    ]);
  });
});

describe("a secret", () => {
  const signIn = (token: unknown) => {
    const executeContext = { token };
    return desk.source({ steps: [step("a", { action: "test.sign-in", executeContext })] });
  };
  const publish = (id: string) =>
    desk.api.call("publishPlan", { params: { id }, body: { reason: "x" } }, desk.operator);

  it("in plain text is not stored, not even in a draft", async () => {
    const { api, operator } = desk;
    const create = (source: string) => api.call("createPlan", { body: { source } }, operator);
    const { status, problem } = await create(signIn("hunter2"));
    expect([status, problem?.issues[0]?.code]).toEqual([422, "secret_in_plain"]);
    const { body } = await create(signIn({ secret: "gateway" }));
    const saved = await desk.save(body.id, signIn("hunter2"), body.version);
    expect([saved.status, saved.problem?.issues[0]?.code]).toEqual([422, "secret_in_plain"]);
    expect(JSON.stringify(problem)).not.toContain("hunter2");
  });

  it("is there when a plan that refers to it is published, and stays while one does", async () => {
    const { name } = await safe.create();
    const { id } = await desk.create(signIn({ secret: "no-such" }));
    expect((await publish(id)).problem?.issues).toMatchObject([
      { path: "steps.0.executeContext.token", code: "unknown_secret" },
    ]);
    const { version } = await desk.look(id, "draft");
    await desk.save(id, signIn({ secret: name, version: 7 }), version);
    expect((await publish(id)).problem?.issues).toMatchObject([{ code: "unknown_secret" }]);
    const { version: now } = await desk.look(id, "draft");
    await desk.save(id, signIn({ secret: name, version: 1 }), now);
    expect((await publish(id)).status).toBe(200);
    expect((await safe.view(name))?.uses).toEqual([
      {
        kind: "plan",
        id,
        name: (await desk.look(id)).name,
        where: { en: "a", "zh-CN": "a" },
        version: 1,
      },
    ]);
    expect((await safe.remove(name)).problem?.code).toBe("IN_USE");
    const { version: last } = await desk.look(id);
    await desk.save(id, desk.source(), last);
    expect((await safe.remove(name)).problem?.code).toBe("IN_USE");
    expect((await publish(id)).status).toBe(200);
    expect((await safe.remove(name)).status).toBe(204);
  });

  it("that is deleted while a plan begins to use it: one of both is refused", async () => {
    for (let round = 0; round < 6; round += 1) {
      const { name } = await safe.create();
      const { id } = await desk.create(signIn({ secret: name }));
      const [published, removed] = await Promise.all([publish(id), safe.remove(name)]);
      const isUsed = published.status === 200;
      expect([published.status === 200, removed.status === 204]).toEqual([isUsed, !isUsed]);
      expect((await safe.view(name)) === undefined).toBe(!isUsed);
    }
  });
});

describe("the catalogue", () => {
  it("shows every action with its state, for those who read plans or write chains", async () => {
    await desk.prometheus(false);
    const { api, operator, employee } = desk;
    const { items } = (await api.call("listActions", {}, operator)).body;
    const states = Object.fromEntries(items.map(({ code, state }) => [code, state]));
    expect(states).toMatchObject({
      wait: "active",
      "test.scale": "hidden",
      "test.old": "deprecated",
    });
    expect(items.find(({ code }) => code === "test.scale")).toMatchObject({
      isVisible: true,
      missingSettings: ["prometheus"],
      inverse: "test.scale",
      targets: { parameter: "instances", most: 3 },
    });
    const order = items.map(({ displayOrder }) => displayOrder);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect((await api.call("listActions", {}, employee)).status).toBe(403);
  });

  it("tells which plans use an action, page by page; uses follow what is published", async () => {
    const first = await desk.publish({
      steps: [scale("a"), step("b", { action: "test.drop", executeContext: {} })],
    });
    const second = await desk.publish({
      steps: [step("b", { action: "test.drop", executeContext: {} })],
    });
    await desk.create({ steps: [step("c", { action: "test.drop", executeContext: {} })] });
    const ids = async (code: string) => (await action(code)).plans.items.map(({ id }) => id);
    expect(await ids("test.drop")).toEqual([first.id, second.id]);
    const { plans } = await action("test.drop", { limit: 1 });
    const rest = await action("test.drop", { limit: 1, cursor: plans.nextCursor ?? "" });
    expect([plans.items[0]?.id, rest.plans.items[0]?.id]).toEqual([first.id, second.id]);
    expect(plans.items[0]?.owners).toMatchObject([{ name: "Olga Owner", isActive: true }]);
    await desk.save(first.id, desk.source({ steps: [step("p")] }), first.version);
    expect(await ids("test.drop")).toEqual([first.id, second.id]);
    await desk.again(first.id);
    expect(await ids("test.drop")).toEqual([second.id]);
    expect(await ids("wait")).toContain(first.id);
  });

  it("names those who are hit when several actions break, in pages", async () => {
    const used = { action: "test.pick", executeContext: { instance: "i" } };
    const made: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const { id } = await desk.publish({
        steps: [step("a", used), step("b", { action: "test.old", executeContext: {} })].slice(0, 1),
      });
      made.push(id);
    }
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await plansUsing(["test.pick", "no.such"], {
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      expect(page.items.length).toBeLessThanOrEqual(2);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual(made);
    expect(await plansUsing([])).toEqual({ items: [], nextCursor: null });
  });

  it("knows nothing of an action that never was", async () => {
    const params = { code: "no.such" };
    const { problem } = await desk.api.call("getAction", { params, query: {} }, desk.operator);
    expect(problem?.code).toBe("NOT_FOUND");
  });
});

describe("options of a parameter", () => {
  it("come from its source, given what it depends on", async () => {
    useProviders({
      "test.instances": async ({ parameters }) => [
        { value: `${String(parameters["service"])}-1`, label: "One", isRunning: true },
        { value: "stopped", label: "Two", isRunning: false },
      ],
    });
    const ask = (body: object) =>
      desk.api.loose("listActionOptions", { params: { code: "test.scale" }, body }, desk.operator);
    const { body } = await ask({ parameter: "instances", parameters: { service: "shop" } });
    expect(body).toEqual({ items: [{ value: "shop-1", label: "One", isRunning: true }], total: 1 });
    const missing = await ask({ parameter: "instances" });
    expect(missing.problem?.issues).toMatchObject([
      { path: "parameters.service", code: "required" },
    ]);
    expect((await ask({ parameter: "replicas" })).problem?.code).toBe("NOT_FOUND");
    expect((await ask({ parameter: "__proto__" })).problem?.code).toBe("INVALID_INPUT");
    await desk.prometheus(false);
    const unset = await ask({ parameter: "instances", parameters: { service: "shop" } });
    expect(unset.problem?.code).toBe("WRONG_STATE");
  });
});
