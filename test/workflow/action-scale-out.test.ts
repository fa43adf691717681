import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelOrder } from "#shared/order/cancel.ts";
import { start } from "#test/support/peers/web/peer.ts";
import { createRelease, type Release } from "#test/support/peers/web/release/release.ts";
import { step } from "#test/support/plans.ts";
import { until } from "#test/support/until.ts";
import { Works } from "#test/support/works.ts";

/** Scaling out with one click: the platform's orders do nothing by themselves, each pod waits to be confirmed. */

let works: Works;
const peers: Platform[] = [];

beforeAll(async () => void (works = await Works.start()));
afterAll(async () => {
  await Promise.all(peers.map((peer) => peer.stop()));
  await works.stop();
});

type Platform = Release & { url: string };

async function platform(): Promise<Platform> {
  const pace = { podMs: 150, lagMs: 50 };
  const peer = await start(createRelease({ apps: { orders: 2 }, token: "t", ...pace }));
  peers.push(peer);
  return peer;
}

const scaleOut = (peer: Platform, replicas: number, given: object = {}) =>
  works.run([
    step("scale", {
      action: "http.request",
      executeContext: {
        url: `${peer.url}/release-orders`,
        headers: { Authorization: "Bearer t" },
        body: { app: "orders", replicas },
        mode: "poll",
        poll: {
          ...{ everySeconds: 2, startedStatus: [201], statusPath: "/release-orders/{orderId}" },
          ...{ succeeded: ["DONE"], failed: ["FAILED", "CANCELLED"], progressField: "pods" },
          advance: [
            { state: "CREATED", path: "execute" },
            { state: "WAIT_CONFIRM", path: "confirm", stepField: "step" },
          ],
          cancelPath: "cancel",
        },
        find: {
          url: "/release-orders?app=orders",
          match: { app: "orders", replicas, state: "CREATED" },
        },
        ...given,
      },
    }),
  ]);

const done = (peer: Platform) =>
  peer.effects.map(({ kind, step: pod }) => (pod === undefined ? kind : `${kind} ${pod}`));
const toFive = ["create", "execute", "confirm 1", "confirm 2", "confirm 3"];

describe.concurrent("scaling out on the run machine", () => {
  it("starts, confirms each new pod once, and ends when all are up", async () => {
    const peer = await platform();
    const orderId = await scaleOut(peer, 5);
    const { nodes } = await works.when(orderId, "succeeded");
    expect(nodes[0]?.output).toMatchObject({ body: { state: "DONE", pods: 5 } });
    expect(done(peer)).toEqual(toFive);
    expect([peer.pods("orders"), peer.errors()]).toEqual([5, []]);
    // Each call is on record before it is made.
    const calls = (await works.history(orderId)).filter((line) => line.startsWith("node.called"));
    expect(calls).toEqual(toFive.slice(1).map((call) => `node.called ${call}`));
  });

  it("does each step once through lost answers, broken looks and requests for patience", async () => {
    const peer = await platform();
    peer.fault("POST /release-orders", { hangUp: "after" });
    peer.fault("GET /release-orders", { status: 500 });
    peer.fault("POST */execute", { status: 429, retryAfterSeconds: 2 }, { hangUp: "after" });
    peer.fault("POST */confirm", { status: 429, retryAfterSeconds: 1 }, { hangUp: "after" });
    peer.fault("GET */ro-1001", { status: 503 }, { status: 429 }, { hangUp: "before" });
    const orderId = await scaleOut(peer, 5);
    const { nodes } = await works.when(orderId, "succeeded");
    expect(nodes[0]).toMatchObject({ state: "succeeded", work: { attempt: 1 } });
    expect([done(peer), peer.errors()]).toEqual([toFive, []]);
    expect(peer.callsTo("POST /release-orders")).toHaveLength(1);
  });

  it("makes a call again whose arrival nobody knows, where the platform knows repeated ones", async () => {
    const peer = await platform();
    peer.setIdempotent(true);
    peer.fault("POST /release-orders", { hangUp: "before" }, { hangUp: "after" });
    peer.fault("POST */confirm", { hangUp: "before" }, { status: 502 });
    const orderId = await scaleOut(peer, 4, { idempotent: true });
    await works.when(orderId, "succeeded");
    expect([done(peer), peer.errors()]).toEqual([toFive.slice(0, 4), []]);
    const keys = peer
      .callsTo("POST /release-orders")
      .map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toEqual([...Array(3)].map(() => `${orderId}-1-0`));
  });

  it("never makes it again where the platform does not: a person finds out", async () => {
    const peer = await platform();
    peer.fault("POST */execute", { hangUp: "before" });
    const orderId = await scaleOut(peer, 3);
    const { nodes } = await works.when(orderId, "paused");
    expect(nodes[0]).toMatchObject({ state: "unknown", error: { code: "STEP_UNKNOWN" } });
    expect([done(peer), peer.callsTo("POST */execute").length]).toEqual([["create"], 1]);
  });

  it("fails with the platform's words when a pod does not come up", async () => {
    const peer = await platform();
    peer.failNext({ step: 2, reason: "image not found" });
    const { nodes } = await works.when(await scaleOut(peer, 5), "paused");
    expect(nodes[0]).toMatchObject({
      state: "failed",
      error: { code: "REPORTED", message: expect.stringContaining("image not found") },
    });
    expect(done(peer)).toEqual(toFive.slice(0, 3));
  });

  it("is stopped in the middle: what is confirmed stays, what is not never comes", async () => {
    const peer = await platform();
    const orderId = await scaleOut(peer, 6);
    await until("the second pod", async () => done(peer).includes("confirm 2"));
    await cancelOrder(await works.as(works.dave), { orderId, reason: "enough" });
    const { nodes } = await works.when(orderId, "cancelled");
    expect(nodes[0]?.state).toBe("cancelled");
    const [order] = peer.orders();
    expect(order?.state).toBe("CANCELLED");
    const pods = peer.pods("orders");
    expect(pods).toBeLessThan(6);
    expect(peer.errors()).toEqual([]);
    expect(done(peer).filter((what) => what === "cancel")).toHaveLength(1);
  });
});
