import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestApi, origin } from "#test/support/app.ts";
import { addPerson, openSession, password } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let cookie: string;
let email: string;

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  const alice = await addPerson();
  email = alice.email;
  cookie = `countersign_session=${await openSession(alice)}`;
});
afterAll(() => engine.stop());

async function write(headers: Record<string, string>) {
  const init = {
    method: "PATCH",
    body: "{}",
    headers: { "content-type": "application/json", ...headers },
  };
  const response = await api.raw("/me", init);
  return response.status;
}

describe("a write with the session cookie", () => {
  it.each([
    ["the product's own page", { origin }],
    [
      "a page of the same host under another name",
      { origin: "http://localhost:3000", host: "localhost:3000" },
    ],
    ["the browser's word that it is the same site's", { "sec-fetch-site": "same-origin" }],
    ["the address bar", { "sec-fetch-site": "none" }],
  ])("is taken from %s", async (_, headers) => {
    expect(await write({ cookie, ...headers })).toBe(200);
  });

  it.each([
    ["another site", { origin: "https://evil.example" }],
    [
      "another site that names our host in its own",
      { origin: "http://127.0.0.1:3000.evil.example" },
    ],
    ["another port", { origin: "http://127.0.0.1:3001" }],
    ["another scheme", { origin: "https://127.0.0.1:3000" }],
    ["a sandboxed page", { origin: "null" }],
    ["a sibling site", { "sec-fetch-site": "same-site" }],
    ["a cross-site form", { "sec-fetch-site": "cross-site" }],
    ["who says nothing of where it comes from", {}],
    [
      "another site that forges the forwarded host",
      { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
    ],
  ])("is refused from %s", async (_, headers) => {
    expect(await write({ cookie, ...headers })).toBe(403);
  });
});

describe("without the cookie", () => {
  it("another site can't sign a visitor in as somebody else", async () => {
    const body = { email, password };
    const { problem } = await api.call("signIn", {
      body,
      headers: { origin: "https://evil.example" },
    });
    expect(problem?.code).toBe("BAD_ORIGIN");
  });

  it("a program signs in without an Origin", async () => {
    const init = {
      method: "POST",
      body: JSON.stringify({ email, password }),
      headers: { "content-type": "application/json" },
    };
    expect((await api.raw("/session", init)).status).toBe(201);
  });

  it("reading needs no Origin", async () => {
    expect(
      (await api.raw("/me", { headers: { cookie, origin: "https://evil.example" } })).status,
    ).toBe(200);
  });
});

describe("every answer", () => {
  it.each(["/health", "/me", "/nowhere", "/docs"])(
    "of %s may not be kept, framed or guessed at",
    async (path) => {
      const { headers } = await api.raw(path);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("x-request-id")).toMatch(/^req_/);
      expect(headers.get("access-control-allow-origin")).toBeNull();
    },
  );
});

describe("the rate limit", () => {
  it("holds back one person and says for how long, and nobody else", async () => {
    const slow = new TestApi({ RATE_LIMIT_PER_MINUTE: "3" });
    const tokens = [
      await openSession(await addPerson()),
      await openSession(await addPerson()),
    ] as const;
    const codes: number[] = [];
    for (let time = 0; time < 4; time += 1)
      codes.push((await slow.call("getMe", {}, tokens[0])).status);
    expect(codes).toEqual([200, 200, 200, 429]);
    const { problem } = await slow.call("getMe", {}, tokens[0]);
    expect(problem?.retryAfterSeconds).toBeLessThanOrEqual(20);
    expect((await slow.call("getMe", {}, tokens[1])).status).toBe(200);
  });

  it("holds back a network address before anything is read", async () => {
    const slow = new TestApi({ RATE_LIMIT_PER_MINUTE: "1" });
    const statuses: number[] = [];
    for (let time = 0; time < 11; time += 1) statuses.push((await slow.raw("/nowhere")).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(404));
    expect(statuses[10]).toBe(429);
    slow.address = "198.51.100.9";
    expect((await slow.raw("/nowhere")).status).toBe(404);
  });

  it("believes a forwarded address only as far as our own proxies wrote it", async () => {
    const slow = new TestApi({ RATE_LIMIT_PER_MINUTE: "1", TRUSTED_PROXIES: "1" });
    const statusFor = async (client: string, forged: string) => {
      const headers = { "x-forwarded-for": `${forged}, ${client}, 10.0.0.1` };
      return (await slow.raw("/nowhere", { headers })).status;
    };
    for (let time = 0; time < 10; time += 1) await statusFor("198.51.100.1", `forged-${time}`);
    expect(await statusFor("198.51.100.1", "forged-again")).toBe(429);
    expect(await statusFor("198.51.100.2", "forged-again")).toBe(404);
  });
});

describe("the test clock", () => {
  it("is deaf unless the machine is a test machine", async () => {
    const headers = { "x-countersign-now": "2012-01-01T00:00:00Z" };
    const now = async (one: TestApi) => (await one.call("getHealth", { headers })).body.now;
    expect(await now(api)).not.toContain("2012");
    expect(await now(new TestApi({ TEST_CLOCK: "1" }))).toBe("2012-01-01T00:00:00.000Z");
  });

  it("can't keep a session alive or end it", async () => {
    const test = new TestApi({ TEST_CLOCK: "1" });
    const token = await openSession(await addPerson());
    for (const instant of ["2012-01-01T00:00:00Z", "2112-01-01T00:00:00Z"]) {
      const headers = { "x-countersign-now": instant };
      expect((await test.call("getMe", { headers }, token)).status).toBe(200);
    }
  });
});
