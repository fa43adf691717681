import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownTable } from "#test/support/own-table.ts";
import { step } from "#test/support/plans.ts";
import { RunDesk } from "#test/support/run-desk.ts";

/** What pages of runs ask before and beside a deed: they change nothing. */

let engine: { stop: () => Promise<void> };
let desk: RunDesk;

beforeAll(async () => {
  engine = await ownTable();
  desk = new RunDesk();
  await desk.open();
});
afterAll(() => engine.stop());

const preview = async (planId: string, query: object = {}, token = desk.operator) =>
  (await desk.api.call("previewStart", { params: { id: planId }, query }, token)).body;
const counts = async (token: string) => (await desk.api.call("countOrders", {}, token)).body;

describe("how many runs wait", () => {
  it("for somebody by name, for any operator, and no longer when they were dealt with", async () => {
    const before = await counts(desk.second);
    const approval = { count: 1, from: [desk.breaker.email] };
    const { id, approval: asked } = await desk.start(await desk.plan({ approval }));
    await desk.start(await desk.plan({ approval: { count: 1 } }));
    expect(await counts(desk.breakerToken)).toEqual({ mine: 1, attention: 0 });
    expect(await counts(desk.second)).toEqual({
      mine: before.mine,
      attention: before.attention + 2,
    });
    const body = { seen: asked?.hash ?? "" };
    expect(await desk.deed("approveOrder", id, body, { token: desk.breakerToken })).toBe("running");
    expect(await counts(desk.breakerToken)).toEqual({ mine: 0, attention: 0 });
    expect((await counts(desk.second)).attention).toBe(before.attention + 1);
  });
});

describe("a look at the start of a plan", () => {
  it("says which values it has and lacks, who approves, and changes nothing", async () => {
    const steps = [step("a"), step("b", { executeContext: {} })];
    const planId = await desk.plan({ steps, shared: {}, approval: { count: 2 } });
    const before = await counts(desk.operator);
    const seen = await preview(planId);
    expect(seen).toMatchObject({
      plan: { id: planId, version: 1, newest: 1 },
      approval: { count: 2, from: [] },
      mayStart: true,
      mayBreakGlass: false,
      lock: null,
      broken: [],
    });
    expect(seen.nodes.map(({ missing }) => missing)).toEqual([[], ["seconds"]]);
    expect(seen.nodes[0]?.sources).toEqual({ seconds: "plan" });
    expect(await counts(desk.operator)).toEqual(before);
  });

  it("tells those named to break the glass how to fill it in: they may not read the catalogue", async () => {
    const planId = await desk.plan({ breakGlass: [desk.breaker.email] });
    const seen = await preview(planId, {}, desk.breakerToken);
    expect(seen).toMatchObject({ mayStart: false, mayBreakGlass: true });
    expect(seen.review.by).toMatchObject([{ id: desk.owner.userId }]);
    expect(seen.actions.map(({ code, parameters }) => [code, parameters[0]?.key])).toEqual([
      ["wait", "seconds"],
    ]);
  });

  it("names the run that holds the key, then until when it cools down", async () => {
    const planId = await desk.plan({ concurrencyKey: "look/key", cooldownSeconds: 600 });
    const { id } = await desk.start(planId);
    expect((await preview(planId)).lock).toMatchObject({
      key: "look/key",
      holder: { id, state: "running" },
      freeAt: null,
    });
    await desk.deed("cancelOrder", id, { reason: "enough" });
    const { lock } = await preview(planId);
    expect(lock?.holder).toBeNull();
    expect(Date.parse(lock?.freeAt ?? "")).toBeGreaterThan(Date.now());
  });

  it("of an earlier run shows that run's version and what was given for it", async () => {
    const planId = await desk.plan({ steps: [step("a"), step("b", { executeContext: {} })] });
    const parameters = { a: { seconds: 9 }, b: { seconds: 4 } };
    const { id } = await desk.start(planId, { parameters });
    const seen = await preview(planId, { from: id });
    expect(seen.nodes.map((node) => [node.parameters["seconds"], node.sources["seconds"]])).toEqual(
      [
        [9, "run"],
        [4, "run"],
      ],
    );
    const order = await desk.start(planId, { from: id, version: seen.plan.version });
    expect(order.nodes.map((node) => node.parameters["seconds"])).toEqual([9, 4]);
  });
});

describe("whether a run has changed", () => {
  it("is told by its version, which moves with every deed", async () => {
    const { id, version } = await desk.start(await desk.plan({}));
    const look = async (token = desk.operator) =>
      (await desk.api.call("getOrderVersion", { params: { id } }, token)).body.version;
    expect(await look()).toBe(version);
    await desk.deed("pauseOrder", id);
    expect(await look()).toBeGreaterThan(version);
    expect(await look()).toBe((await desk.see(id)).version);
  });
});
