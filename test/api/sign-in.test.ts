import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AttemptEntity, SessionEntity } from "#shared/org/entity.ts";
import { here } from "#shared/table/model.ts";
import { AuditEntity } from "#shared/audit/entity.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession, password } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;

beforeAll(async () => {
  engine = await ownTable();
});
afterAll(() => engine.stop());

beforeEach(() => {
  api = new TestApi();
  api.address = `203.0.113.${Math.floor(Math.random() * 250)}-${crypto.randomUUID()}`;
});

function tokenIn(headers: Headers): string {
  return /countersign_session=([^;]*)/.exec(headers.getSetCookie()[0] ?? "")?.[1] ?? "";
}

async function tryOften(email: string, times: number, given = "wrong password") {
  const codes: (string | undefined)[] = [];
  for (let time = 0; time < times; time += 1) {
    const { problem } = await api.call("signIn", { body: { email, password: given } });
    codes.push(problem?.code);
  }
  return codes;
}

describe("signing in", () => {
  it("gives a session that scripts can't read, and says who is signed in", async () => {
    const alice = await addPerson({ name: "Alice", roles: ["manager"] });
    const { status, headers, body } = await api.call("signIn", {
      body: { email: alice.email, password },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: alice.userId, name: "Alice", unreadNotices: 0 });
    expect(body.permissions).toContain("report:read");
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(
      /^countersign_session=usr_\w+\.[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const me = await api.call("getMe", {}, tokenIn(headers));
    expect(me.body).toEqual(body);
  });

  it("leaves an audit row, and the table holds no token", async () => {
    const alice = await addPerson();
    const { headers } = await api.call("signIn", { body: { email: alice.email, password } });
    const { data } = await AuditEntity.query.audit({ subjectId: alice.userId }).go(here());
    expect(data.map((row) => [row.action, row.actorId])).toContainEqual([
      "session.create",
      alice.userId,
    ]);
    const sessions = await SessionEntity.query.session({ userId: alice.userId }).go(here());
    expect(JSON.stringify(sessions.data)).not.toContain(tokenIn(headers).split(".")[1]);
  });

  it("takes the mail address in any case", async () => {
    const { email } = await addPerson();
    const { status } = await api.call("signIn", { body: { email: email.toUpperCase(), password } });
    expect(status).toBe(201);
  });

  it("answers an unknown address, a wrong password and a leaver alike", async () => {
    const { email } = await addPerson();
    const leaver = await addPerson({ state: "deactivated" });
    const answers = await Promise.all([
      api.call("signIn", { body: { email: "nobody@demo.test", password } }),
      api.call("signIn", { body: { email, password: "wrong password" } }),
      api.call("signIn", { body: { email: leaver.email, password } }),
    ]);
    const shown = answers.map(({ problem }) => ({ ...problem, requestId: "" }));
    expect(new Set(shown.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(shown[0]).toMatchObject({ status: 401, code: "WRONG_CREDENTIALS" });
  });

  it("does the same password work for an unknown address as for a known one", async () => {
    const crypt = await import("node:crypto");
    const { nobodysHash, hashPassword } = await import("#shared/org/password.ts");
    const real = await hashPassword("anything");
    const shape = (hash: string) =>
      hash.split("$").map((part, index) => (index < 4 ? part : part.length));
    expect(shape(nobodysHash)).toEqual(shape(real));
    expect(crypt.timingSafeEqual).toBeTypeOf("function");
  });

  it("stops after five failures for one address of mail, even with the right password, from anywhere", async () => {
    const { email } = await addPerson();
    expect(await tryOften(email, 5)).toEqual(Array(5).fill("WRONG_CREDENTIALS"));
    api.address = "198.51.100.1";
    const { status, headers, problem } = await api.call("signIn", { body: { email, password } });
    expect(status).toBe(429);
    expect(problem?.code).toBe("RATE_LIMITED");
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(problem?.retryAfterSeconds).toBeLessThanOrEqual(900);
  });

  it("lets no parallel guesses past the limit of five", async () => {
    const { email } = await addPerson();
    const guesses = Array.from({ length: 15 }, () => tryOften(email, 1));
    const codes = (await Promise.all(guesses)).flat();
    expect(codes.filter((code) => code === "WRONG_CREDENTIALS")).toHaveLength(5);
    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(10);
  });

  it("forgets failures after a right password", async () => {
    const { email } = await addPerson();
    await tryOften(email, 4);
    expect(await tryOften(email, 1, password)).toEqual([undefined]);
    expect(await tryOften(email, 4)).toEqual(Array(4).fill("WRONG_CREDENTIALS"));
  });

  it("stops a network address after twenty failures, whoever it guesses", async () => {
    const { email } = await addPerson();
    const window = String(Math.floor(Date.now() / 900_000));
    const subject = `address:${api.address}`;
    await AttemptEntity.put({ subject, window, failures: 19, expiresAt: 2_000_000_000 }).go(here());
    expect(await tryOften("somebody@demo.test", 2)).toEqual(["WRONG_CREDENTIALS", "RATE_LIMITED"]);
    expect(await tryOften(email, 1, password)).toEqual(["RATE_LIMITED"]);
  });

  it("opens again in the next quarter of an hour", async () => {
    const { email } = await addPerson();
    await tryOften(email, 6);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 901_000 });
    try {
      expect(await tryOften(email, 1, password)).toEqual([undefined]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a session", () => {
  it("is needed for everything that is not public", async () => {
    const { status, problem } = await api.call("getMe", {});
    expect([status, problem?.code]).toEqual([401, "UNAUTHENTICATED"]);
  });

  it.each(["", "x", "usr_1.2", `usr_${"0".repeat(26)}.${"a".repeat(43)}`, "a.b.c"])(
    "is refused when its token is “%s”",
    async (token) => {
      const { status, problem } = await api.call("getMe", {}, token);
      expect([status, problem?.code]).toEqual([401, "SESSION_EXPIRED"]);
    },
  );

  it("ends at its time even when the table has not removed it yet", async () => {
    const token = await openSession(await addPerson(), Math.floor(Date.now() / 1000) - 1);
    expect((await api.call("getMe", {}, token)).problem?.code).toBe("SESSION_EXPIRED");
  });

  it("can't be used with another person's id", async () => {
    const [alice, bob] = [await addPerson(), await addPerson()];
    const secret = (await openSession(alice)).split(".")[1];
    const { problem } = await api.call("getMe", {}, `${bob.userId}.${secret}`);
    expect(problem?.code).toBe("SESSION_EXPIRED");
  });

  it("ends with signing out, while others of the same person go on", async () => {
    const alice = await addPerson();
    const [one, other] = [await openSession(alice), await openSession(alice)];
    const { status, headers } = await api.call("signOut", {}, one);
    expect(status).toBe(204);
    expect(headers.getSetCookie()[0]).toMatch(/^countersign_session=; Max-Age=0/);
    expect((await api.call("getMe", {}, one)).status).toBe(401);
    expect((await api.call("getMe", {}, other)).status).toBe(200);
  });

  it.each([{ state: "deactivated" as const }, { password: "another password" }])(
    "ends at once with %o",
    async (body) => {
      const [alice, grace] = [await addPerson(), await addPerson({ roles: ["admin"] })];
      const token = await openSession(alice);
      expect((await api.call("getMe", {}, token)).status).toBe(200);
      const params = { id: alice.userId };
      await api.call("updateUser", { params, body }, await openSession(grace));
      expect((await api.call("getMe", {}, token)).problem?.code).toBe("SESSION_EXPIRED");
    },
  );

  it("is sent over TLS only when the product is", async () => {
    const { email } = await addPerson();
    const secure = new TestApi({ PUBLIC_URL: "https://tickets.example" });
    const headers = { origin: "https://tickets.example" };
    const answer = await secure.call("signIn", { body: { email, password }, headers });
    expect(answer.headers.getSetCookie()[0]).toMatch(/; Secure/);
    expect(answer.headers.get("strict-transport-security")).toContain("max-age");
  });
});
