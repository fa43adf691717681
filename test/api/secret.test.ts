import { createHash } from "node:crypto";
import { inspect } from "node:util";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { logger } from "#functions/lib/logger.ts";
import { redactor } from "#shared/action/redact.ts";
import { resolveSecrets } from "#shared/setting/resolve-secrets.ts";
import { useVault, vault, type Vault } from "#shared/setting/vault.ts";
import { dynamo } from "#shared/table/client.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";
import { ownVault } from "#test/support/own-vault.ts";

let engine: { stop: () => Promise<void> };
let store: Awaited<ReturnType<typeof ownVault>>;
let real: Vault;
let api: TestApi;
let admin: string;
const written: string[] = [];

beforeAll(async () => {
  engine = await ownTable();
  store = await ownVault();
  real = vault();
  api = new TestApi();
  admin = await openSession(await addPerson({ name: "Grace", roles: ["admin"] }));
  for (const level of ["info", "warn", "error"] as const) {
    vi.spyOn(logger, level).mockImplementation((...given) => void written.push(inspect(given)));
  }
});
afterEach(() => useVault(real));
afterAll(async () => {
  vi.restoreAllMocks();
  await store.stop();
  await engine.stop();
});

const canary = "xQ7-canary-value";
let made = 0;
const newName = () => `secret-${(made += 1)}`;

async function create(given: object = {}) {
  const body = { name: newName(), description: "for a test", value: canary, ...given };
  return { name: body.name, ...(await api.loose("createSecret", { body }, admin)) };
}
function setValue(name: string, value: string, headers = {}) {
  return api.loose("setSecretValue", { params: { name }, body: { value }, headers }, admin);
}
function change(name: string, body: object) {
  return api.loose("updateSecret", { params: { name }, body }, admin);
}
const remove = (name: string, headers = {}) =>
  api.loose("deleteSecret", { params: { name }, headers }, admin);
async function viewOf(name: string) {
  const { items } = (await api.call("listSecrets", {}, admin)).body;
  return items.find((secret) => secret.name === name);
}
const numbersOf = async (name: string) =>
  (await viewOf(name))?.versions.map(({ version }) => version);

async function refer(...tokens: object[]) {
  const { body } = await api.call("getSetting", { params: { group: "kubernetes" } }, admin);
  const clusters = tokens.map((token, at) => ({ name: `c${at}`, url: "https://k8s.test", token }));
  const call = {
    params: { group: "kubernetes" },
    body: { version: body.version, value: { clusters } },
  };
  return api.loose("updateSetting", call, admin);
}

/** What the workflow side is told of a reference. */
async function resolved(ref: object): Promise<unknown> {
  try {
    return (await resolveSecrets({ ref })).value;
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

describe("a secret", () => {
  it("has versions, who made them and when, and never its value", async () => {
    const { name, body } = await create();
    expect(body).toEqual({
      name,
      description: "for a test",
      state: "active",
      versions: [
        { version: 1, at: expect.any(String), by: { id: expect.any(String), name: "Grace" } },
      ],
      uses: [],
    });
    await setValue(name, "the-second-value");
    expect(await numbersOf(name)).toEqual([2, 1]);
    expect(await store.newest(name)).toEqual({ value: "the-second-value", version: 2 });
  });

  it("has a name of its own, even when two are added at once", async () => {
    const name = newName();
    const answers = await Promise.all(
      ["one-of-two-values", "two-of-two-values"].map((value) => create({ name, value })),
    );
    const said = answers.map(({ status, problem }) => problem?.code ?? String(status)).sort();
    expect(said).toEqual(["201", "ALREADY_EXISTS"]);
    // Whatever the vault holds beside it: the value is the winner's.
    const winner = answers[0]?.status === 201 ? "one-of-two-values" : "two-of-two-values";
    expect(await resolved({ secret: name })).toEqual({ ref: winner });
  });

  it.each<[string, object, string]>([
    ["shorter than 8 characters", { value: "short" }, "value: too_small"],
    ["above 4 KB", { value: "ü".repeat(2049) }, "value: too_big"],
    ["that is no text", { value: "half a \ud83d character" }, "value: not_text"],
    [
      "that the vault would take for a reference",
      { value: "{{ssm:other}}" },
      "value: double_braces",
    ],
    [
      "that its own name gives away",
      { name: "open-sesame", value: "open-sesame" },
      "value: value_in_name",
    ],
    ["under a name that is none", { name: "Not A Name" }, "name: invalid_format"],
  ])("%s is refused", async (_what, given, fault) => {
    const { problem } = await create(given);
    expect((problem?.issues ?? []).map(({ path, code }) => `${path}: ${code}`)).toEqual([fault]);
    expect(JSON.stringify(problem)).not.toContain("sesame-");
  });

  it("of 4 KB is taken", async () => {
    const value = "x".repeat(4096);
    const { name } = await create({ value });
    expect(await resolved({ secret: name })).toEqual({ ref: value });
  });

  it("set twice under one retry key has one new version", async () => {
    const { name } = await create();
    const headers = { "idempotency-key": crypto.randomUUID() };
    await setValue(name, "the-second-value", headers);
    expect((await setValue(name, "the-second-value", headers)).status).toBe(200);
    expect(await numbersOf(name)).toEqual([2, 1]);
  });

  it("set by ten at once has ten new versions, and the vault's newest is the newest", async () => {
    const { name } = await create();
    const values = Array.from({ length: 10 }, (_, at) => `value-number-${at}`);
    const answers = await Promise.all(values.map((value) => setValue(name, value)));
    expect(answers.map(({ status }) => status)).toEqual(values.map(() => 200));
    expect(await numbersOf(name)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(await resolved({ secret: name })).toEqual({ ref: (await store.newest(name))?.value });
  });
});

describe("the value leaves by no door", () => {
  it("not in answers, faults, records, audit rows, retry keys or logs", async () => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const { name, body } = await create();
    const answers: unknown[] = [body];
    answers.push(await setValue(name, `${canary}-2`, headers));
    answers.push(await setValue(name, `${canary}-3`, headers));
    answers.push(await change(name, { value: canary }));
    answers.push(await create({ name: `wrong ${canary}` }).then(({ status }) => status));
    answers.push((await api.call("listSecrets", {}, admin)).body);
    expect(JSON.stringify(answers)).not.toContain(canary);
    const { Items } = await dynamo.send(new ScanCommand({ TableName: process.env["TABLE_NAME"] }));
    expect(JSON.stringify(Items)).not.toContain(canary);
    // What a thief of the table could try guesses against.
    const request = `PUT /api/secrets/${name}/value\n${JSON.stringify({ value: `${canary}-2` })}`;
    const hash = createHash("sha256").update(request).digest("base64url");
    expect(JSON.stringify(Items)).not.toContain(hash);
    expect(JSON.stringify(Items)).toContain(headers["idempotency-key"]);
  });

  it("not when the vault refuses, which says why by name only", async () => {
    const refused = real.put("x".repeat(2000), canary);
    await expect(refused).rejects.toMatchObject({
      code: "VAULT_FAILED",
      message: "The vault gave no answer: ValidationException.",
    });
    expect(written.join("\n")).toContain("vault failed");
    expect(written.join("\n")).not.toContain(canary);
  });
});

describe("a crash between the vault and the table", () => {
  /** Keeps the value, and dies before the record is written. */
  const dying: Vault["put"] = async (name, value) => {
    await real.put(name, value);
    throw new Error("the process died");
  };

  it("leaves no half a secret, and adding it again works", async () => {
    const name = newName();
    useVault({ ...real, put: dying });
    expect((await create({ name, value: "lost-in-between" })).status).toBe(500);
    expect(await viewOf(name)).toBeUndefined();
    expect(await resolved({ secret: name })).toBe(`There is no secret ${name}.`);
    useVault(real);
    expect((await create({ name, value: "the-real-value" })).status).toBe(201);
    expect(await resolved({ secret: name })).toEqual({ ref: "the-real-value" });
  });

  it("leaves the newest version what it was, and setting it again works", async () => {
    const { name } = await create();
    useVault({ ...real, put: dying });
    expect((await setValue(name, "lost-in-between")).status).toBe(500);
    expect(await numbersOf(name)).toEqual([1]);
    expect(await resolved({ secret: name })).toEqual({ ref: canary });
    expect(await resolved({ secret: name, version: 2 })).toContain("has no version 2");
    useVault(real);
    await setValue(name, "the-third-value");
    expect(await numbersOf(name)).toEqual([3, 1]);
    expect(await resolved({ secret: name })).toEqual({ ref: "the-third-value" });
  });

  it("leaves a deletion listed as unfinished, of no use, and finished by deleting again", async () => {
    const { name } = await create();
    useVault({ ...real, remove: () => Promise.reject(new Error("the process died")) });
    expect((await remove(name)).status).toBe(500);
    expect(await viewOf(name)).toMatchObject({ state: "deleting" });
    expect(await resolved({ secret: name })).toBe(`There is no secret ${name}.`);
    expect((await refer({ secret: name })).problem?.issues[0]?.code).toBe("unknown_secret");
    expect((await setValue(name, "another-value")).problem?.code).toBe("NOT_FOUND");
    expect((await change(name, { isActive: true })).problem?.code).toBe("NOT_FOUND");
    useVault(real);
    expect((await remove(name)).status).toBe(204);
    expect([await viewOf(name), await store.newest(name)]).toEqual([undefined, undefined]);
  });
});

describe("deleting a secret", () => {
  it("destroys its values, and its name is never another secret's", async () => {
    const { name } = await create();
    const headers = { "idempotency-key": crypto.randomUUID() };
    expect((await remove(name, headers)).status).toBe(204);
    expect((await remove(name, headers)).status).toBe(204);
    expect((await remove(name)).problem?.code).toBe("NOT_FOUND");
    expect(await store.newest(name)).toBeUndefined();
    expect((await create({ name })).problem?.code).toBe("ALREADY_EXISTS");
    expect(await store.newest(name)).toBeUndefined();
  });

  it("is refused while settings refer to it, which it shows", async () => {
    const [{ name }, { name: other }] = [await create(), await create()];
    expect((await refer({ secret: name, version: 1 }, { secret: other })).status).toBe(200);
    expect((await viewOf(name))?.uses).toEqual([
      {
        kind: "setting",
        id: "kubernetes",
        name: { en: "Kubernetes", "zh-CN": "Kubernetes" },
        where: {
          en: "Clusters › c0 › Bearer token",
          "zh-CN": "集群 › c0 › 访问令牌",
        },
        version: 1,
      },
    ]);
    expect((await viewOf(other))?.uses).toMatchObject([{ version: null }]);
    expect((await remove(name)).problem?.code).toBe("IN_USE");
    await refer({ secret: other });
    expect((await remove(name)).status).toBe(204);
  });

  it("raced with settings that come to refer to it leaves no reference to nothing", async () => {
    for (let round = 0; round < 12; round += 1) {
      const { name } = await create();
      const [saved, removed] = await Promise.all([refer({ secret: name }), remove(name)]);
      const said = [saved, removed].map(({ status, problem }) => problem?.code ?? String(status));
      expect(said).toBeOneOf([
        ["200", "IN_USE"],
        ["INVALID_INPUT", "204"],
        ["CONFLICT", "204"],
      ]);
      await refer();
    }
  });
});

describe("secrets for whoever runs actions", () => {
  it("stand in place of their references, the newest unless a version is named", async () => {
    const { name } = await create({ value: "the-first-value" });
    await setValue(name, "the-second-value");
    const ref = { secret: name };
    const given = { list: [ref, { token: { ...ref, version: 1 } }], plain: "secret", none: null };
    const { value, secrets } = await resolveSecrets(given);
    expect(value).toEqual({
      list: ["the-second-value", { token: "the-first-value" }],
      plain: "secret",
      none: null,
    });
    expect(secrets).toEqual([
      { name, version: 2, value: "the-second-value" },
      { name, version: 1, value: "the-first-value" },
    ]);
    expect(redactor(secrets)(value)).toEqual({
      list: [`[secret:${name}]`, { token: `[secret:${name}]` }],
      plain: "secret",
      none: null,
    });
  });

  it("are refused by name when they are missing or deactivated, all at once", async () => {
    const { name } = await create();
    await change(name, { isActive: false });
    const given = {
      a: { secret: name },
      b: [{ secret: "no-such" }],
      c: { secret: name, version: 7 },
    };
    await expect(resolveSecrets(given)).rejects.toMatchObject({
      code: "SECRET_UNUSABLE",
      message: `The secret ${name} is deactivated. There is no secret no-such. The secret ${name} is deactivated.`,
      issues: [
        { path: "a", code: "inactive_secret" },
        { path: "b.0", code: "unknown_secret" },
        { path: "c", code: "inactive_secret" },
      ],
    });
    await change(name, { isActive: true });
    expect(await resolved({ secret: name, version: 7 })).toBe(
      `The secret ${name} has no version 7.`,
    );
    expect(await resolved({ secret: name })).toEqual({ ref: canary });
  });

  it("that are deactivated stay where they are referred to", async () => {
    const { name } = await create();
    await change(name, { isActive: false, description: "leaked" });
    expect(await viewOf(name)).toMatchObject({ state: "inactive", description: "leaked" });
    expect((await refer({ secret: name })).status).toBe(200);
    await refer();
  });

  it("cost nothing where there is nothing to resolve", async () => {
    useVault({ put: broken, read: broken, remove: broken });
    expect(await resolveSecrets({ a: [1, "x", null] })).toEqual({
      value: { a: [1, "x", null] },
      secrets: [],
    });
  });
});

function broken(): never {
  throw new Error("nobody should ask");
}
