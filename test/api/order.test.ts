import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSigned } from "#shared/evidence/sign.ts";
import { faultsOf } from "#shared/evidence/verify.ts";
import { ownTable } from "#test/support/own-table.ts";
import { carryOut } from "#test/support/order.ts";
import { post, step, wait } from "#test/support/plans.ts";
import { RunDesk } from "#test/support/run-desk.ts";

let engine: { stop: () => Promise<void> };
let desk: RunDesk;

beforeAll(async () => {
  engine = await ownTable();
  desk = new RunDesk();
  await desk.open();
});
afterAll(() => engine.stop());

const open = step("pause", { executeContext: {} });
const done = { kind: "succeeded", text: "done", output: { ok: true } } as const;

describe("a run begins when nothing stands in its way any more", () => {
  it("at once, with the values of its plan and where they come from", async () => {
    const planId = await desk.plan({ shared: { seconds: 5 }, steps: [step("a"), step("b")] });
    const order = await desk.start(planId, { parameters: { b: { seconds: 7 } } });
    expect(order).toMatchObject({
      state: "running",
      nodeCount: 2,
      plan: { id: planId, version: 1 },
    });
    expect(order.nodes.map(({ parameters, sources }) => ({ parameters, sources }))).toEqual([
      { parameters: { seconds: 5 }, sources: { seconds: "shared" } },
      { parameters: { seconds: 7 }, sources: { seconds: "run" } },
    ]);
    expect(order.timeline.map(({ type }) => type)).toEqual(["order.created", "order.started"]);
  });

  it("after its missing parameters were given, all on one page, checked like everywhere else", async () => {
    const planId = await desk.plan({ steps: [open, step("b", { executeContext: {} })] });
    const { id, state } = await desk.start(planId);
    expect(state).toBe("waiting_params");
    const fill = (parameters: object) =>
      desk.api.loose("fillOrder", { params: { id }, body: { parameters } }, desk.operator);
    const faults = async (parameters: object) =>
      (await fill(parameters)).problem?.issues.map(({ path, code }) => `${path} ${code}`);
    expect(await faults({ pause: { seconds: 3 } })).toEqual(["parameters.b.seconds required"]);
    expect(await faults({ pause: { seconds: 0 }, b: { seconds: 1 } })).toEqual([
      "parameters.pause.seconds too_small",
    ]);
    expect(await faults({ pause: wait, b: wait, c: wait })).toEqual(["parameters.c unknown_field"]);
    expect(await faults({ pause: { ...wait, more: 1 }, b: wait })).toEqual([
      "parameters.pause.more unknown_field",
    ]);
    expect((await desk.see(id)).state).toBe("waiting_params");
    expect((await fill({ pause: wait, b: wait })).status).toBe(200);
    expect((await desk.see(id)).state).toBe("running");
    // Only this run has them.
    expect((await desk.start(planId)).state).toBe("waiting_params");
  });

  it("after as many approvals as its plan wants, by others, of what they saw", async () => {
    const planId = await desk.plan({ approval: { count: 1 } });
    const { id, state, approval } = await desk.start(planId);
    expect(state).toBe("pending_approval");
    const approve = (token: string, seen = approval?.hash ?? "") =>
      desk.deed("approveOrder", id, { seen }, { token });
    expect(await approve(desk.operator)).toBe("OWN_REQUEST");
    expect(await approve(desk.second, "something else")).toBe("STALE_VIEW");
    expect(await approve(desk.second)).toBe("running");
    expect(await approve(desk.admin)).toBe("WRONG_STATE");
  });

  it("never after a refusal", async () => {
    const { id } = await desk.start(await desk.plan({ approval: { count: 1 } }));
    const refuse = (token: string) =>
      desk.deed("rejectOrder", id, { reason: "not now" }, { token });
    expect(await refuse(desk.second)).toBe("rejected");
    expect((await desk.tick(id)).nodes.map((node) => node.state)).toEqual(["not_run"]);
  });

  it("at its hour", async () => {
    const startAt = new Date(Date.now() + 3_600_000).toISOString();
    const { id, state } = await desk.start(await desk.plan({}), { startAt });
    expect(state).toBe("scheduled");
    expect((await desk.tick(id)).state).toBe("scheduled");
    expect((await desk.tick(id, startAt)).state).toBe("running");
  });

  it("without asking anybody behind broken glass, for those named for it, who answer for it afterwards", async () => {
    const planId = await desk
      .plan({
        approval: { count: 1 },
        owners: [desk.owner.email],
        breakGlass: ["dave-glass@demo.test"],
      })
      .catch(() => "");
    expect(planId).toBe("");
    const named = await desk.plan({ approval: { count: 1 }, breakGlass: [desk.breaker.email] });
    const body = { planId: named, isBreakGlass: true };
    const refusal = async (token: string, more: object = {}) =>
      (await desk.api.loose("startOrder", { body: { ...body, ...more } }, token)).problem?.code;
    expect(await refusal(desk.operator, { reason: "fire" })).toBe("FORBIDDEN");
    expect(await refusal(desk.breakerToken)).toBe("INVALID_INPUT");
    const { id, state, review } = await desk.start(
      named,
      { isBreakGlass: true, reason: "fire" },
      desk.breakerToken,
    );
    expect(state).toBe("running");
    expect(review).toMatchObject({ by: [{ id: desk.owner.userId }], doneAt: null });
    const judge = (token: string) =>
      desk.deed("reviewOrder", id, { isJustified: true, comment: "it burned" }, { token });
    expect(await judge(desk.second)).toBe("NOT_FOUND");
    expect(await judge(desk.ownerToken)).toBe("running");
    expect(await judge(desk.ownerToken)).toBe("WRONG_STATE");
    expect((await desk.see(id)).review).toMatchObject({ isJustified: true, comment: "it burned" });
  });

  it("only one at a time of one key, which cools down afterwards", async () => {
    const given = { concurrencyKey: "shop/scale", cooldownSeconds: 600 };
    const planId = await desk.plan(given);
    const { id } = await desk.start(planId);
    const again = await desk.api.loose("startOrder", { body: { planId } }, desk.operator);
    expect(again.problem).toMatchObject({ code: "ORDER_HELD", current: { orderId: id } });
    await desk.deed("pauseOrder", id);
    // Resting, it still holds the key.
    expect(
      (await desk.api.loose("startOrder", { body: { planId } }, desk.second)).problem?.code,
    ).toBe("ORDER_HELD");
    expect(await desk.deed("cancelOrder", id, { reason: "enough" })).toBe("cancelled");
    const soon = await desk.api.loose("startOrder", { body: { planId } }, desk.operator);
    expect(soon.problem?.code).toBe("COOLING_DOWN");
    expect(soon.headers.get("retry-after")).toMatch(/^\d+$/);
    // A rehearsal touches nothing, and a drill needs no cool-down.
    expect((await desk.start(planId, { mode: "dry_run" })).state).toBe("running");
    expect((await desk.start(planId, { mode: "drill" })).state).toBe("running");
  });
});

describe("a step that is confirmed does what was seen", () => {
  const asked = { executeStrategy: { preConfirm: true }, executeContext: {} };

  it("with the values it lacks, or not at all", async () => {
    const planId = await desk
      .plan({
        steps: [step("a"), step("b", { ...asked, executeContext: { seconds: { output: "a.x" } } })],
      })
      .catch(() => undefined);
    expect(planId).toBeUndefined();
    const { id } = await desk.start(await desk.plan({ steps: [step("a", asked)] }));
    await desk.deed("fillOrder", id, { parameters: { a: { seconds: 9 } } });
    expect((await desk.tick(id)).state).toBe("waiting_confirm");
    const { hash, parameters, drift, fault } = await desk.gate(id, 1);
    expect({ parameters, drift, fault }).toEqual({
      parameters: { seconds: 9 },
      drift: [],
      fault: null,
    });
    const confirm = (body: object, token = desk.operator) =>
      desk.deed("confirmNode", id, body, { seq: 1, token });
    expect(await confirm({ seen: "another" })).toBe("STALE_VIEW");
    expect(await confirm({ seen: hash }, desk.manager)).toBe("FORBIDDEN");
    expect(await confirm({ seen: hash, parameters: { seconds: 0 } })).toBe("INVALID_INPUT");
    expect(await desk.deed("declineNode", id, { reason: "wait" }, { seq: 1 })).toBe("paused");
    expect(await desk.deed("resumeOrder", id)).toBe("running");
    expect((await desk.tick(id)).state).toBe("waiting_confirm");
    expect(await confirm({ seen: hash, parameters: { seconds: 11 } })).toBe("running");
    expect((await desk.see(id)).nodes[0]).toMatchObject({
      parameters: { seconds: 11 },
      sources: { seconds: "confirm" },
      confirmedBy: { name: "Dave" },
    });
  });

  it("by those named for it, and nobody else", async () => {
    const confirmBy = [desk.owner.email];
    const steps = [step("a", { executeStrategy: { preConfirm: true, confirmBy } })];
    const { id } = await desk.start(await desk.plan({ steps }));
    await desk.tick(id);
    const { hash: seen } = await desk.gate(id, 1);
    const confirm = (token: string) => desk.deed("confirmNode", id, { seen }, { seq: 1, token });
    expect(await confirm(desk.second)).toBe("NOT_FOUND");
    const mine = await desk.api.call("listOrders", { query: { view: "mine" } }, desk.ownerToken);
    expect(mine.body.items.map((order) => order.id)).toContain(id);
    expect(await confirm(desk.ownerToken)).toBe("running");
    const after = await desk.api.call("listOrders", { query: { view: "mine" } }, desk.ownerToken);
    expect(after.body.items.map((order) => order.id)).not.toContain(id);
  });
});

describe("a step that failed waits for an operator", () => {
  async function failed(strategy: object = {}, given: object = {}) {
    const steps = [step("a", { executeStrategy: strategy, ...given }), step("b")];
    const { id } = await desk.start(await desk.plan({ steps }));
    await carryOut(id, { kind: "failed", code: "HTTP_500", message: "HTTP 500" });
    return id;
  }

  it("who leaves it out only with a second person when it is critical", async () => {
    const id = await failed();
    expect((await desk.see(id)).nodes[0]).toMatchObject({
      state: "failed",
      may: ["retry", "skip", "complete"],
    });
    const skip = (token: string) => desk.deed("skipNode", id, { reason: "no" }, { seq: 1, token });
    expect(await skip(desk.operator)).toBe("paused");
    expect(await skip(desk.operator)).toBe("SECOND_PERSON_NEEDED");
    expect(await skip(desk.second)).toBe("running");
    await carryOut(id, done, 2);
    const order = await desk.see(id);
    expect([order.state, order.nodes.map((node) => node.state)]).toEqual([
      "partially_succeeded",
      ["skipped", "succeeded"],
    ]);
  });

  it("who may retry it, or say that it is done", async () => {
    const id = await failed({}, post);
    expect(await desk.deed("retryNode", id, {}, { seq: 1 })).toBe("running");
    await carryOut(id, { kind: "no_answer", message: "cut" });
    expect((await desk.see(id)).nodes[0]?.state).toBe("unknown");
    expect(await desk.deed("failNode", id, { reason: "looked" }, { seq: 1 })).toBe("paused");
    expect(await desk.deed("completeNode", id, { reason: "by hand" }, { seq: 1 })).toBe("running");
  });

  it("unless it may fail, or ends the run", async () => {
    const goesOn = await failed({ onFailure: "continue", isCritical: false });
    expect((await desk.see(goesOn)).state).toBe("running");
    expect((await desk.see(await failed({ onFailure: "abort" }))).state).toBe("failed");
  });
});

describe("what one may see and do", () => {
  it("an order is nobody's business but operators', readers of plans and those it concerns", async () => {
    const { id } = await desk.start(await desk.plan({}));
    const see = async (token: string) =>
      (await desk.api.loose("getOrder", { params: { id } }, token)).status;
    expect(await Promise.all([desk.manager, desk.second, desk.employee].map(see))).toEqual([
      200, 200, 404,
    ]);
    expect((await desk.see(id, desk.manager)).may).toEqual([]);
    expect((await desk.see(id)).may).toEqual(["pause", "cancel"]);
  });

  it("the runs of a plan are listed, newest first", async () => {
    const planId = await desk.plan({});
    const first = await desk.start(planId);
    const second = await desk.start(planId);
    const query = { plan: planId, view: "ended" } as const;
    const { items } = (await desk.api.call("listOrders", { query }, desk.operator)).body;
    expect(items.map(({ id }) => id)).toEqual([second.id, first.id]);
  });
});

describe("evidence", () => {
  it("is sealed: any change shows, and the key proves who made it", async () => {
    const { id } = await desk.start(
      await desk.plan({ name: { en: "<b>Scale</b>", "zh-CN": "扩容" } }),
    );
    await carryOut(id, { ...done, log: "line one\nline two" });
    const { body: pack } = await desk.api.call(
      "getOrderEvidence",
      { params: { id } },
      desk.manager,
    );
    const { body: key } = await desk.api.call("getEvidenceKey", {}, desk.manager);
    expect(faultsOf(pack, key.publicKey)).toEqual([]);
    expect(pack.logs.map(({ text }) => text)).toEqual(["line one\nline two"]);
    expect(pack.order.state).toBe("succeeded");
    const { digest, signature } = pack.seal;
    expect(isSigned(digest, signature, key.publicKey)).toBe(true);
    const forged = { ...pack, order: { ...pack.order, reason: "other" } };
    expect(faultsOf(forged, key.publicKey)).toEqual(["The content was changed."]);
    const shorter = { ...pack, timeline: pack.timeline.slice(1) };
    expect(faultsOf(shorter, key.publicKey)).toEqual([
      "The content was changed.",
      "The history was changed.",
    ]);
  });

  it("is a page, too, in both languages, in which names are only text", async () => {
    const { id } = await desk.start(
      await desk.plan({ name: { en: "<b>Scale</b>", "zh-CN": "扩容" } }),
    );
    const page = async (lang: string) => {
      const cookie = `countersign_session=${desk.operator}`;
      const path = `/orders/${id}/evidence.html?lang=${lang}`;
      return (await desk.api.raw(path, { headers: { cookie } })).text();
    };
    expect(await page("en")).toContain("<h1>&lt;b&gt;Scale&lt;/b&gt;</h1>");
    expect(await page("zh-CN")).toContain("执行单证据包");
  });
});
