import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../until.ts";
import {
  createEffects,
  startEffectsProcess,
  type Effects,
} from "#test/support/peers/web/effects.ts";
import { start } from "#test/support/peers/web/peer.ts";

let service: Effects & { url: string };
beforeEach(async () => {
  service = await start(createEffects({ seed: 7, maxDelayMs: 8, doneMs: 60, repeatMs: 30 }));
});
afterEach(() => service.stop());

function ask(path: string, key?: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (key !== undefined) headers.set("idempotency-key", key);
  return fetch(service.url + path, { method: "POST", ...init, headers });
}

describe("the service that counts effects", () => {
  it("counts every plain call, and a keyed one once for its key", async () => {
    for (const path of ["/plain/effects/a", "/keyed/effects/b"])
      for (const key of ["k1", "k1", "k2"]) expect((await ask(path, key)).status).toBe(200);
    await ask("/keyed/effects/b");
    await ask("/keyed/effects/b");
    expect([service.times("a"), service.times("b"), service.times("c")]).toEqual([3, 4, 0]);
    const told = (await (await fetch(`${service.url}/effects/b`)).json()) as unknown;
    expect(told).toMatchObject({
      name: "b",
      times: 4,
      effects: [{ key: "k1" }, { key: "k2" }, {}, {}],
    });
    const all = (await (await fetch(`${service.url}/effects`)).json()) as unknown;
    expect(all).toMatchObject({
      items: [
        { name: "a", times: 3 },
        { name: "b", times: 4 },
      ],
    });
  });

  it("the same key under another name is another effect", async () => {
    await ask("/keyed/effects/a", "k1");
    await ask("/keyed/effects/b", "k1");
    expect([service.times("a"), service.times("b")]).toEqual([1, 1]);
  });

  it("takes place before it answers, so that whoever asked can be gone by then", async () => {
    await service.stop();
    service = await start(createEffects({ seed: 7, maxDelayMs: 400 }));
    const patience = new AbortController();
    const asked = ask("/plain/effects/a", "k1", { signal: patience.signal });
    const given = expect(asked).rejects.toThrow("aborted");
    await until(() => service.times("a") === 1, 1000);
    patience.abort();
    await given;
    expect(service.delays[0]).toBeGreaterThan(200);
    expect(service.calls[0]).toMatchObject({ effect: true, status: undefined });
    // Once it would have been told, the service knows that nobody heard it; of the next one somebody did.
    await until(() => service.calls[0]?.status === 200, 2000);
    await ask("/plain/effects/b");
    expect(service.effects.map(({ isAnswered }) => isAnswered)).toEqual([false, true]);
  });

  it("poll: takes as long as is said, and is stopped until then", async () => {
    const place = async (query: string) =>
      (await ask(`/plain/effects/a?mode=poll${query}`)).headers.get("location") ?? "";
    const [long, short] = [await place("&doneMs=60000"), await place("&doneMs=0")];
    expect((await ask(`${long}/cancel`)).status).toBe(200);
    expect((await ask(`${short}/cancel`)).status).toBe(409);
    const states = [long, short].map(async (one) => (await fetch(service.url + one)).json());
    expect(await Promise.all(states)).toMatchObject([
      { state: "cancelled" },
      { state: "succeeded" },
    ]);
    expect(service.effects.map(({ isStopped }) => isStopped)).toEqual([true, false]);
  });

  it("delays differ, are the same for the same seed, and are kept to", async () => {
    const delays = async (seed: number) => {
      const other = createEffects({ seed, maxDelayMs: 9 });
      for (let n = 0; n < 10; n++)
        await other.fetch(new Request("http://peer/plain/effects/a", { method: "POST" }));
      return other.delays;
    };
    const first = await delays(5);
    expect([Math.min(...first) >= 0, Math.max(...first) <= 9]).toEqual([true, true]);
    expect(new Set(first).size).toBeGreaterThan(3);
    expect(await delays(5)).toEqual(first);
    expect(await delays(6)).not.toEqual(first);
    const begunMs = performance.now();
    await ask("/plain/effects/a");
    expect(performance.now() - begunMs).toBeGreaterThanOrEqual((service.delays[0] ?? 0) - 2);
    expect(service.delays[0]).toBeGreaterThan(3);
  });

  it("poll: 202, a place to ask at, and the same place for the same key", async () => {
    const answer = await ask("/keyed/effects/a?mode=poll", "k1");
    const place = answer.headers.get("location") ?? "";
    expect([answer.status, place]).toEqual([202, "/jobs/1"]);
    const state = async () => (await (await fetch(service.url + place)).json()) as unknown;
    expect(await state()).toEqual({ state: "running", name: "a" });
    await until(async () => ((await state()) as { state: string }).state === "succeeded", 1000);
    const again = await ask("/keyed/effects/a?mode=poll", "k1");
    expect(again.headers.get("location")).toBe(place);
    expect((await fetch(`${service.url}/jobs/9`)).status).toBe(404);
    expect(service.times("a")).toBe(1);
  });

  it("callback: reports with the token it was given, twice, even to one who refuses", async () => {
    const reports: { headers: IncomingHttpHeaders; text: string }[] = [];
    const server = createServer(async (request, response) => {
      let text = "";
      for await (const chunk of request) text += String(chunk);
      reports.push({ headers: request.headers, text });
      response.writeHead(reports.length === 1 ? 503 : 200).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const callback = `http://127.0.0.1:${(server.address() as AddressInfo).port}/done`;
    const init = { body: JSON.stringify({ callback }), headers: { "x-callback-token": "t1" } };
    const asked = await ask("/keyed/effects/a?mode=callback", "k1", init);
    await ask("/keyed/effects/a?mode=callback", "k1", init);
    expect(asked.status).toBe(202);
    await until(() => service.deliveries[1]?.status !== undefined, 1000);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(reports).toHaveLength(2);
    const [first, second] = service.deliveries.map(({ at }) => at - (service.effects[0]?.at ?? 0));
    expect(first).toBeGreaterThanOrEqual(59);
    expect(second).toBeGreaterThanOrEqual((first ?? 0) + 29);
    expect(reports[1]?.headers.authorization).toBe("Bearer t1");
    expect(JSON.parse(reports[1]?.text ?? "")).toEqual({ status: "succeeded", message: "a" });
    expect(service.deliveries.map(({ status }) => status)).toEqual([503, 200]);
    expect((await ask("/plain/effects/a?mode=callback")).status).toBe(400);
    server.close();
  });

  it("runs in a process of its own", async () => {
    const apart = await startEffectsProcess({ seed: 3, maxDelayMs: 5 });
    await fetch(`${apart.url}/plain/effects/a`, { method: "POST" });
    const told = (await (await fetch(`${apart.url}/effects/a`)).json()) as unknown;
    expect(told).toMatchObject({ times: 1 });
    await apart.stop();
    await expect(fetch(apart.url)).rejects.toThrow("fetch failed");
  });
});
