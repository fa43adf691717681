import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { httpRequest } from "#functions/action/http-request.ts";
import { callFor, missing, play } from "#test/support/call.ts";
import { start, type Fault } from "#test/support/peers/web/peer.ts";
import { createRelease, type Release } from "#test/support/peers/web/release/release.ts";

/** `http.request` at the platform whose release orders do nothing by themselves: scaling out with one click. */

let nowMs = 0;
let peer: Release & { url: string };
const token = "Bearer of-the-platform";

beforeAll(() => void (process.env["HTTP_ALLOW_PRIVATE"] = "1"));
afterAll(() => delete process.env["HTTP_ALLOW_PRIVATE"]);
beforeEach(async () => {
  nowMs = Date.parse("2026-01-01T00:00:00Z");
  const pace = { podMs: 1000, lagMs: 300, now: () => nowMs };
  peer = await start(createRelease({ apps: { orders: 2 }, token: token.slice(7), ...pace }));
});
afterEach(() => peer.stop());

const scaleOut = (replicas: number, more: object = {}) =>
  callFor("http.request", {
    url: `${peer.url}/release-orders`,
    headers: { Authorization: token },
    body: { app: "orders", replicas },
    mode: "poll",
    poll: {
      startedStatus: [201],
      statusPath: "/release-orders/{orderId}",
      succeeded: ["DONE"],
      failed: ["FAILED", "CANCELLED"],
      progressField: "pods",
      advance: [
        { state: "CREATED", path: "execute" },
        { state: "WAIT_CONFIRM", path: "confirm", stepField: "step" },
      ],
      cancelPath: "cancel",
      everySeconds: 10,
    },
    find: {
      url: "/release-orders?app=orders",
      match: { app: "orders", replicas, state: "CREATED" },
    },
    ...more,
  });
const pass = (ms = 200) => void (nowMs += ms);
const created = () => peer.effects.filter(({ kind }) => kind === "create").length;

describe("scaling out by release orders", () => {
  it("creates, executes and confirms pod by pod, each step once, until it is done", async () => {
    const { outcome, steps } = await play(httpRequest, scaleOut(5), pass);
    expect(outcome).toMatchObject({
      kind: "succeeded",
      output: { status: 200, body: { state: "DONE", pods: 5 } },
    });
    expect(steps).toEqual(["execute", "confirm 1", "confirm 2", "confirm 3"]);
    expect(peer.pods("orders")).toBe(5);
    expect(peer.errors()).toEqual([]);
    expect(peer.callsTo("POST *").map(({ headers }) => headers["idempotency-key"])).toEqual([
      `${scaleOut(5).key}`,
      ...["execute", "confirm_1", "confirm_2", "confirm_3"].map(
        (step) => `${scaleOut(5).key}-${step}`,
      ),
    ]);
  });

  it("asks at its own pace, without leaning on a slow query interface", async () => {
    const outcome = await httpRequest.start(scaleOut(3));
    expect(outcome).toEqual({
      kind: "started",
      operation: { statusUrl: `${peer.url}/release-orders/ro-1001` },
      lookAfterSeconds: 10,
    });
  });

  it("fails with the platform's words when a pod does not come up", async () => {
    peer.failNext({ step: 2, reason: "image not found" });
    const { outcome, steps } = await play(httpRequest, scaleOut(5), pass);
    expect(outcome).toMatchObject({
      kind: "failed",
      code: "REPORTED",
      message: expect.stringContaining("image not found"),
    });
    expect(steps).toEqual(["execute", "confirm 1"]);
  });

  it("is stopped on request; what is up stays up", async () => {
    const call = scaleOut(5);
    const outcome = await httpRequest.start(call);
    if (outcome.kind !== "started") throw new Error("not started");
    await missing(httpRequest.advance)(call, outcome.operation, "execute");
    pass(1500);
    const cancel = () => missing(httpRequest.cancel)(call, outcome.operation);
    peer.fault("POST */cancel", { status: 503 }, { status: 429, retryAfterSeconds: 3 });
    expect(await cancel()).toMatchObject({ kind: "no_answer" });
    expect(await cancel()).toMatchObject({ kind: "throttled", afterSeconds: 3 });
    expect(await cancel()).toEqual({ kind: "cancelled" });
    expect(peer.orders()[0]?.state).toBe("CANCELLED");
    expect(peer.pods("orders")).toBe(3);
  });
});

describe("a step of a release order", () => {
  const first = async () => {
    const call = scaleOut(3);
    const outcome = await httpRequest.start(call);
    if (outcome.kind !== "started") throw new Error("not started");
    return { call, operation: outcome.operation };
  };

  it.each<[string, Fault, object]>([
    ["that a proxy lost", { status: 502 }, { kind: "no_answer" }],
    ["that broke", { status: 500 }, { kind: "no_answer" }],
    ["that hung up before", { hangUp: "before" }, { kind: "no_answer" }],
    ["that hung up after", { hangUp: "after" }, { kind: "no_answer" }],
    ["that nobody may make", { status: 403 }, { kind: "failed", code: "HTTP_403" }],
    ["for which it is too early", { status: 429 }, { kind: "throttled", afterSeconds: 10 }],
    ["that makes no sense there", { status: 400 }, { kind: "failed", code: "HTTP_400" }],
    ["that is taken already", { status: 409 }, { kind: "started" }],
  ])("%s", async (_what, fault, outcome) => {
    const { call, operation } = await first();
    peer.fault("POST */execute", fault);
    expect(await missing(httpRequest.advance)(call, operation, "execute")).toMatchObject(outcome);
  });

  it("that certainly did not arrive is made again later, and a look is no failure then", async () => {
    const { call, operation } = await first();
    await peer.stop();
    const { advance, poll } = httpRequest;
    const outcome = await missing(advance)(call, operation, "execute");
    expect(outcome).toMatchObject({ kind: "throttled", afterSeconds: 10 });
    expect(await missing(poll)(call, operation)).toMatchObject({ kind: "no_answer" });
  });
});

describe("a look at a release order", () => {
  it.each<[Fault, string]>([
    [{ status: 500 }, "no_answer"],
    [{ status: 401 }, "no_answer"],
    [{ status: 403 }, "no_answer"],
    [{ hangUp: "before" }, "no_answer"],
    [{ status: 200, body: "<html>" }, "started"],
    [{ status: 429 }, "throttled"],
    [{ status: 404 }, "failed"],
  ])("that brings %o", async (fault, kind) => {
    const call = scaleOut(3);
    const outcome = await httpRequest.start(call);
    if (outcome.kind !== "started") throw new Error("not started");
    peer.fault("GET *", fault);
    expect((await missing(httpRequest.poll)(call, outcome.operation)).kind).toBe(kind);
  });

  it("gives credentials to nobody but the host they were given for", async () => {
    const other = await start(createRelease({ apps: {} }));
    const operation = { statusUrl: `${other.url}/release-orders/ro-1` };
    await missing(httpRequest.poll)(scaleOut(3), operation);
    await missing(httpRequest.advance)(scaleOut(3), operation, "execute");
    await missing(httpRequest.cancel)(scaleOut(3), operation);
    expect(other.calls.map(({ headers }) => headers.authorization)).toEqual([
      ...[undefined, undefined, undefined],
    ]);
    await other.stop();
  });
});

describe("an order whose answer was lost", () => {
  const find = () => missing(httpRequest.find)(scaleOut(4));

  it("is found in the platform's list and taken to its end", async () => {
    peer.fault("POST /release-orders", { hangUp: "after" });
    expect(await httpRequest.start(scaleOut(4))).toMatchObject({ kind: "no_answer" });
    // The list is behind, too: what is not there yet may still come.
    expect(await find()).toMatchObject({ kind: "no_answer" });
    pass(400);
    const found = await find();
    expect(found).toMatchObject({
      kind: "started",
      operation: { statusUrl: `${peer.url}/release-orders/ro-1001` },
    });
    const { outcome } = await play({ ...httpRequest, start: async () => found }, scaleOut(4), pass);
    expect(outcome.kind).toBe("succeeded");
    expect([created(), peer.errors()]).toEqual([1, []]);
  });

  it("is not taken for one that another call made and that is under way", async () => {
    const { outcome } = await play(httpRequest, scaleOut(3), pass);
    expect(outcome.kind).toBe("succeeded");
    peer.fault("POST /release-orders", { hangUp: "before" });
    expect(await httpRequest.start(scaleOut(4))).toMatchObject({ kind: "no_answer" });
    pass(400);
    expect(await find()).toMatchObject({ kind: "no_answer", message: /^0 items/ });
  });

  it("is nobody's when two could be it", async () => {
    await httpRequest.start(scaleOut(4));
    await httpRequest.start({ ...scaleOut(4), key: "other" });
    pass(400);
    expect(await find()).toMatchObject({ kind: "no_answer", message: /^2 items/ });
    peer.fault("GET /release-orders", { status: 503 }, { hangUp: "before" });
    expect([(await find()).kind, (await find()).kind]).toEqual(["no_answer", "no_answer"]);
  });
});
