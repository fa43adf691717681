import dns from "node:dns";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { BlockedAddress } from "#shared/outbound/address.ts";
import { callOutside, TooLarge, Unconnected, type Outgoing } from "#shared/outbound/request.ts";
import { huge, late, stalls, toMetadata } from "#test/support/option-source.ts";
import { reply, startOutside, type Outside } from "#test/support/outside.ts";

let outside: Outside;
let port: string;
const open = { hosts: [] };
const given: Outgoing = { method: "GET", rules: open, timeoutMs: 5_000, maxBytes: 1_000 };

beforeAll(async () => {
  outside = await startOutside();
  ({ port } = new URL(outside.url));
});
afterAll(() => outside.stop());
afterEach(() => {
  vi.restoreAllMocks();
  delete process.env["HTTP_ALLOW_PRIVATE"];
});

/** What the resolver says, one answer after the other, the last one for ever. */
function resolveTo(...answers: string[][]) {
  return vi.spyOn(dns, "lookup").mockImplementation(((
    _host: string,
    _options: unknown,
    done: (error: null, found: object[]) => void,
  ) => {
    const next = answers.length > 1 ? answers.shift() : answers[0];
    done(
      null,
      (next ?? []).map((address) => ({ address, family: 4 })),
    );
  }) as never);
}

describe("a name", () => {
  it("that means an inner address is refused when it is resolved", async () => {
    outside.answer("/inner", reply(200));
    resolveTo(["127.0.0.1"]);
    const call = callOutside(`http://rebind.test:${port}/inner`, given);
    await expect(call).rejects.toThrow(BlockedAddress);
    expect(outside.calls("/inner")).toEqual([]);
  });

  it("that means an inner address among others is refused", async () => {
    resolveTo(["203.0.113.5", "169.254.169.254"]);
    await expect(callOutside("http://rebind.test/", given)).rejects.toThrow(BlockedAddress);
  });

  it("is resolved once: its second meaning is never connected to", async () => {
    outside.answer("/rebound", reply(200));
    const lookup = resolveTo(["203.0.113.5"], ["127.0.0.1"]);
    const call = callOutside(`http://rebind.test:${port}/rebound`, { ...given, timeoutMs: 300 });
    await expect(call).rejects.toThrow(Unconnected);
    expect(lookup).toHaveBeenCalledTimes(1);
    expect(outside.calls("/rebound")).toEqual([]);
  });

  it("that means the cloud's metadata is refused, whatever is set", async () => {
    process.env["HTTP_ALLOW_PRIVATE"] = "1";
    const rules = { hosts: [{ host: "rebind.test", isInner: true }] };
    for (const address of ["169.254.169.254", "fd00:ec2::254", "::ffff:100.100.100.200"]) {
      resolveTo(["203.0.113.5", address]);
      const call = callOutside("http://rebind.test/", { ...given, rules });
      await expect(call).rejects.toThrow(/address of the cloud itself/);
    }
  });

  it("may mean an inner address where the rules say so of this name, and of no other", async () => {
    outside.answer("/inner-allowed", reply(200));
    const rules = { hosts: [{ host: "inner.test", isInner: true }] };
    rules.hosts.push({ host: "outer.test", isInner: false });
    resolveTo(["127.0.0.1"]);
    const to = (host: string) => `http://${host}:${port}/inner-allowed`;
    const call = (host: string) => callOutside(to(host), { ...given, rules });
    expect((await call("inner.test")).status).toBe(200);
    await expect(call("outer.test")).rejects.toThrow(/inner address/);
    await expect(call("third.test")).rejects.toThrow(/not among the hosts/);
    expect(outside.calls("/inner-allowed")).toHaveLength(1);
  });

  it("is connected to at exactly the address that was looked at", async () => {
    process.env["HTTP_ALLOW_PRIVATE"] = "1";
    outside.answer("/here", reply(200, { here: true }));
    const lookup = resolveTo(["127.0.0.1"], ["203.0.113.5"]);
    const { text } = await callOutside(`http://elsewhere.test:${port}/here`, given);
    expect(JSON.parse(text)).toEqual({ here: true });
    expect(lookup).toHaveBeenCalledTimes(1);
  });
});

describe("an exchange", () => {
  const at = (path: string, more: Partial<Outgoing> = {}) =>
    callOutside(`${outside.url}${path}`, { ...given, ...more });

  it("follows no redirect", async () => {
    process.env["HTTP_ALLOW_PRIVATE"] = "1";
    outside.answer("/moved", toMetadata);
    const { status, headers } = await at("/moved");
    expect([status, headers.location]).toEqual([302, expect.stringContaining("169.254.169.254")]);
  });

  it("reads no more than it may: the rest is cut off, or the whole is refused", async () => {
    process.env["HTTP_ALLOW_PRIVATE"] = "1";
    outside.answer("/huge", huge);
    expect((await at("/huge")).text).toHaveLength(1_000);
    await expect(at("/huge", { isWhole: true })).rejects.toThrow(TooLarge);
  });

  it("ends in its time, before and within the answer, and tells it from no connection", async () => {
    process.env["HTTP_ALLOW_PRIVATE"] = "1";
    outside.answer("/late", late(5_000));
    outside.answer("/stalls", stalls);
    for (const path of ["/late", "/stalls"]) {
      const error: unknown = await at(path, { timeoutMs: 200 }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(Unconnected);
    }
    const nobody = callOutside("http://127.0.0.1:9/", given);
    await expect(nobody).rejects.toThrow(Unconnected);
    await expect(nobody).rejects.toThrow(/ECONNREFUSED/);
  });

  it("ends when nobody waits for it any more", async () => {
    process.env["HTTP_ALLOW_PRIVATE"] = "1";
    outside.answer("/late-2", late(5_000));
    // Waited for, it would be answered.
    await expect(at("/late-2", { signal: AbortSignal.timeout(50) })).rejects.toThrow();
  });

  it("sends what it is given, but no header of the connection", async () => {
    process.env["HTTP_ALLOW_PRIVATE"] = "1";
    outside.answer("/echo", reply(200));
    const headers = { Host: "inner.test", "Transfer-Encoding": "chunked", "Idempotency-Key": "k" };
    await at("/echo", { method: "DELETE", headers, body: '{"a":"字"}' });
    expect(outside.calls("/echo")).toMatchObject([
      { method: "DELETE", key: "k", body: { a: "字" } },
    ]);
  });

  it("goes over https only where it is asked to", async () => {
    await expect(callOutside("http://e.test/", { ...given, isSecret: true })).rejects.toThrow(
      BlockedAddress,
    );
  });
});
