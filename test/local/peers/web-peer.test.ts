import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPeer, start, type Peer, type PeerEnv } from "#test/support/peers/web/peer.ts";

let made: string[] = [];
let peer: Peer & { url: string };

function aPeer(): Peer {
  const app = new Hono<PeerEnv>().post("/things/:name", (c) => {
    made.push(c.req.param("name"));
    c.env.call.effect = true;
    return c.json({ made: c.req.param("name") }, 201);
  });
  return createPeer(app, (status) => Response.json({ own: status }, { status }));
}

beforeEach(async () => {
  made = [];
  peer = await start(aPeer());
});
afterEach(() => peer.stop());

const post = (path: string, init: RequestInit = {}) =>
  fetch(`${peer.url}${path}`, { method: "POST", ...init });

describe("every peer", () => {
  it("remembers what arrived, when, and whether it had an effect", async () => {
    const startedMs = Date.now();
    const headers = { "content-type": "application/json", "idempotency-key": "k1" };
    await post("/things/a?x=1", { body: '{"n":1}', headers });
    await fetch(`${peer.url}/things/a`);
    expect(peer.calls).toMatchObject([
      { method: "POST", path: "/things/a?x=1", body: { n: 1 }, effect: true, status: 201 },
      { method: "GET", path: "/things/a", body: undefined, effect: false, status: 404 },
    ]);
    expect(peer.calls[0]?.headers["idempotency-key"]).toBe("k1");
    expect(peer.calls[0]?.at).toBeGreaterThanOrEqual(startedMs);
    expect(peer.callsTo("POST /things/*")).toHaveLength(1);
  });

  it("answers scripted errors in this order, each once, with the system's own words or those given", async () => {
    peer.fault(
      "POST /things/*",
      { status: 429, retryAfterSeconds: 7 },
      { status: 502, body: "Bad Gateway" },
    );
    const busy = await post("/things/a");
    expect([busy.status, busy.headers.get("retry-after"), await busy.json()]).toEqual([
      429,
      "7",
      { own: 429 },
    ]);
    const bad = await post("/things/a");
    expect([bad.status, await bad.text()]).toEqual([502, "Bad Gateway"]);
    expect(made).toEqual([]);
    expect((await post("/things/a")).status).toBe(201);
  });

  it("hangs up before or after the effect: the caller sees the same, the record does not", async () => {
    peer.fault("POST /things/a", { hangUp: "before" }, { hangUp: "after" });
    await expect(post("/things/a")).rejects.toThrow("fetch failed");
    await expect(post("/things/a")).rejects.toThrow("fetch failed");
    expect(peer.calls.map(({ effect, status }) => [effect, status])).toEqual([
      [false, undefined],
      [true, undefined],
    ]);
    expect(made).toEqual(["a"]);
  });

  it("hangs until the caller gives up or it is stopped", async () => {
    peer.fault("POST *", { hang: "before" }, { hang: "after" });
    await expect(post("/things/a", { signal: AbortSignal.timeout(60) })).rejects.toThrow("timeout");
    const hanging = post("/things/b");
    const failed = expect(hanging).rejects.toThrow("fetch failed");
    while (made.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await peer.stop();
    await failed;
    expect(made).toEqual(["b"]);
  });

  it("is late by so much, the effect is not", async () => {
    peer.fault("POST /things/a", { lateMs: 120 });
    const startedMs = performance.now();
    const answered = post("/things/a");
    while (made.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(performance.now() - startedMs).toBeLessThan(110);
    expect((await answered).status).toBe(201);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(115);
  });

  it("works mounted in another server, cut lines too, and is gone once stopped", async () => {
    const inner = aPeer();
    const outer = await start(
      createPeer(new Hono<PeerEnv>().mount("/inner", inner.fetch), () => new Response()),
    );
    const call = () => fetch(`${outer.url}/inner/things/a`, { method: "POST" });
    expect((await call()).status).toBe(201);
    expect(inner.calls[0]?.path).toBe("/things/a");
    inner.fault("POST /things/a", { hangUp: "after" });
    await expect(call()).rejects.toThrow("fetch failed");
    inner.fault("POST /things/*", { hang: "before" });
    const hanging = inner.fetch(new Request("http://peer/things/a", { method: "POST" }));
    const failed = expect(hanging).rejects.toThrow("fetch failed");
    await inner.stop();
    await failed;
    await expect(call()).rejects.toThrow("fetch failed");
    await outer.stop();
    expect(made).toEqual(["a", "a"]);
  });
});
