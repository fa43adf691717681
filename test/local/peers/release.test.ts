import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { start } from "#test/support/peers/web/peer.ts";
import { createRelease, type Release } from "#test/support/peers/web/release/release.ts";

let nowMs = 0;
let peer: Release & { url: string };

beforeEach(async () => {
  nowMs = Date.parse("2026-01-01T00:00:00Z");
  const apps = { orders: 2, pay: 5 };
  peer = await start(createRelease({ apps, podMs: 1000, lagMs: 300, now: () => nowMs }));
});
afterEach(() => peer.stop());

async function ask(method: string, path: string, body?: unknown, key?: string) {
  const headers = new Headers(key === undefined ? [] : [["idempotency-key", key]]);
  const sent = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
  const response = await fetch(`${peer.url}/release-orders${path}`, sent);
  const told = (await response.json()) as { orderId?: string; code?: string; state?: string };
  return { status: response.status, replayed: response.headers.get("idempotent-replayed"), told };
}
const create = async (replicas = 4, key?: string) => {
  const { told } = await ask("POST", "", { app: "orders", replicas }, key);
  return `/${told.orderId}`;
};
const see = async (id: string) => (await ask("GET", id)).told;
const confirm = (id: string, step: number, key?: string) =>
  ask("POST", `${id}/confirm`, { step }, key);

describe("the release-order platform", () => {
  it("does nothing by itself: an order is executed, then every pod is confirmed, in this order", async () => {
    const id = await create();
    nowMs += 60_000;
    expect(await see(id)).toMatchObject({ state: "CREATED", from: 2, replicas: 4, step: null });
    expect((await ask("POST", `${id}/execute`)).status).toBe(202);
    nowMs += 500;
    expect(await see(id)).toMatchObject({ state: "EXECUTING" });
    nowMs += 60_000;
    expect(await see(id)).toMatchObject({ state: "WAIT_CONFIRM", step: 1, pods: 3 });
    expect((await confirm(id, 1)).status).toBe(202);
    nowMs += 1300;
    expect(await see(id)).toMatchObject({ state: "WAIT_CONFIRM", step: 2, pods: 4 });
    expect((await confirm(id, 2)).status).toBe(202);
    nowMs += 300;
    expect(await see(id)).toMatchObject({ state: "DONE", step: null, pods: 4 });
    expect(peer.effects.map(({ kind, step }) => [kind, step])).toEqual([
      ["create", undefined],
      ["execute", undefined],
      ["confirm", 1],
      ["confirm", 2],
    ]);
    expect(peer.errors()).toEqual([]);
    expect(peer.pods("orders")).toBe(4);
  });

  it("shows a change only after a while: who believes a stale answer confirms twice, and that is on record", async () => {
    const id = await create();
    await ask("POST", `${id}/execute`);
    nowMs += 1300;
    expect(await see(id)).toMatchObject({ state: "WAIT_CONFIRM", step: 1 });
    await confirm(id, 1);
    nowMs += 200;
    expect(await see(id)).toMatchObject({ state: "WAIT_CONFIRM", step: 1 });
    expect(peer.orders()[0]?.state).toBe("EXECUTING");
    expect(await confirm(id, 1)).toMatchObject({
      status: 409,
      told: { code: "ALREADY_CONFIRMED" },
    });
    expect(peer.errors()).toMatchObject([{ kind: "confirm", step: 1, error: "ALREADY_CONFIRMED" }]);
    expect(peer.callsTo("POST */confirm").map(({ effect }) => effect)).toEqual([true, false]);
    nowMs += 100;
    expect(await see(id)).toMatchObject({ state: "EXECUTING", step: null });
  });

  it("refuses and records a step whose turn it is not, and a second execution", async () => {
    const id = await create();
    await confirm(id, 1);
    await ask("POST", `${id}/execute`);
    await ask("POST", `${id}/execute`);
    nowMs += 1000;
    await confirm(id, 2);
    expect((await confirm(id, 1)).status).toBe(202);
    nowMs += 1000;
    expect((await confirm(id, 1)).status).toBe(409);
    expect(peer.errors().map(({ kind, step, error }) => [kind, step, error])).toEqual([
      ["confirm", 1, "NOT_ITS_TURN"],
      ["execute", undefined, "ALREADY_EXECUTED"],
      ["confirm", 2, "NOT_ITS_TURN"],
      ["confirm", 1, "ALREADY_CONFIRMED"],
    ]);
    expect(peer.pods("orders")).toBe(4);
  });

  it("a repeated creation makes a second order, with or without a key that nobody honours", async () => {
    const first = await create(4, "k1");
    const second = await create(4, "k1");
    expect(second).not.toBe(first);
    expect(peer.errors()).toMatchObject([{ orderId: second.slice(1), error: "DOUBLE_CREATE" }]);
    await create(4);
    expect(peer.errors()).toHaveLength(2);
    await create(6, "k2");
    expect(peer.errors()).toHaveLength(2);
    expect(peer.orders()).toHaveLength(4);
  });

  it("once keys are honoured a repetition gets the first answer and does nothing", async () => {
    peer.setIdempotent(true);
    const id = await create(4, "k1");
    expect(await create(4, "k1")).toBe(id);
    await ask("POST", `${id}/execute`, undefined, "k2");
    nowMs += 1000;
    expect(await confirm(id, 1, "k3")).toMatchObject({ status: 202, replayed: null });
    expect(await confirm(id, 1, "k3")).toMatchObject({ status: 202, replayed: "true" });
    expect(await confirm(id, 2, "k3")).toMatchObject({
      ...{ status: 422, told: { code: "IDEMPOTENCY_KEY_REUSED" } },
    });
    expect(peer.errors()).toEqual([]);
    expect(peer.callsTo("POST */confirm").map(({ effect }) => effect)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("keys that came while nobody honoured them mean nothing later, and the other way round", async () => {
    const first = await create(4, "k1");
    peer.setIdempotent(true);
    const second = await create(4, "k1");
    peer.setIdempotent(false);
    const third = await create(4, "k1");
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it("fails at the pod that a test names, and can be cancelled until it has ended; pods that are up stay", async () => {
    peer.failNext({ step: 2, reason: "no node has room" });
    const failing = await create(5);
    await ask("POST", `${failing}/execute`);
    nowMs += 1000;
    await confirm(failing, 1);
    nowMs += 1300;
    expect(await see(failing)).toMatchObject({
      state: "FAILED",
      reason: "no node has room",
      pods: 3,
    });
    expect((await ask("POST", `${failing}/cancel`)).status).toBe(409);
    const next = await create(5);
    await ask("POST", `${next}/execute`);
    expect((await ask("POST", `${next}/cancel`)).status).toBe(202);
    nowMs += 60_000;
    expect(await see(next)).toMatchObject({ state: "CANCELLED", pods: 3 });
    expect((await confirm(next, 1)).told.code).toBe("ORDER_ENDED");
    expect(peer.pods("orders")).toBe(3);
  });

  it("scales in without asking", async () => {
    const { told } = await ask("POST", "", { app: "pay", replicas: 2 });
    await ask("POST", `/${told.orderId}/execute`);
    nowMs += 1300;
    expect(await see(`/${told.orderId}`)).toMatchObject({ state: "DONE", pods: 2 });
  });

  it("lists the orders of an application, new ones after a while", async () => {
    await create();
    const list = async () => (await ask("GET", "?app=orders")).told;
    expect(await list()).toEqual({ items: [] });
    nowMs += 300;
    expect(await list()).toMatchObject({ items: [{ app: "orders", state: "CREATED" }] });
  });

  it("says what is wrong, and takes place though the line was cut", async () => {
    const code = async (body: unknown) => (await ask("POST", "", body)).told.code;
    expect(await code({ app: "orders" })).toBe("BAD_REQUEST");
    expect(await code({ app: "nope", replicas: 1 })).toBe("APP_NOT_FOUND");
    expect(await code({ app: "orders", replicas: 2 })).toBe("NOTHING_TO_DO");
    expect(await ask("GET", "/ro-9")).toMatchObject({
      status: 404,
      told: { code: "ORDER_NOT_FOUND" },
    });
    peer.fault("POST /release-orders", { status: 503 }, { hangUp: "before" }, { hangUp: "after" });
    expect(await code({ app: "orders", replicas: 3 })).toBe("SERVICE_UNAVAILABLE");
    await expect(create(3)).rejects.toThrow("fetch failed");
    expect(peer.orders()).toEqual([]);
    await expect(create(3)).rejects.toThrow("fetch failed");
    expect(peer.orders()).toHaveLength(1);
    const guarded = createRelease({ apps: {}, token: "t" });
    const asked = await guarded.fetch(new Request("http://peer/release-orders"));
    expect(asked.status).toBe(401);
  });
});
