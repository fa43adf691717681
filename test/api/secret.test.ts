import { createHash } from "node:crypto";
import { inspect } from "node:util";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { logger } from "#functions/lib/logger.ts";
import { vault } from "#shared/setting/vault.ts";
import { dynamo } from "#shared/table/client.ts";
import { ownTable } from "#test/support/own-table.ts";
import { ownVault } from "#test/support/own-vault.ts";
import { canary, resolved, Safe } from "#test/support/safe.ts";

let engine: { stop: () => Promise<void> };
let store: Awaited<ReturnType<typeof ownVault>>;
let safe: Safe;
const written: string[] = [];

beforeAll(async () => {
  engine = await ownTable();
  store = await ownVault();
  safe = await Safe.open();
  for (const level of ["info", "warn", "error"] as const) {
    vi.spyOn(logger, level).mockImplementation((...given) => void written.push(inspect(given)));
  }
});
afterAll(async () => {
  vi.restoreAllMocks();
  await store.stop();
  await engine.stop();
});

describe("a secret", () => {
  it("has versions, who made them and when, and never its value", async () => {
    const { name, body } = await safe.create();
    expect(body).toEqual({
      name,
      description: "for a test",
      state: "active",
      versions: [
        { version: 1, at: expect.any(String), by: { id: expect.any(String), name: "Grace" } },
      ],
      uses: [],
    });
    await safe.setValue(name, "the-second-value");
    expect(await safe.versions(name)).toEqual([2, 1]);
    expect(await store.newest(name)).toEqual({ value: "the-second-value", version: 2 });
  });

  it("has a name of its own, even when two are added at once", async () => {
    const name = safe.newName();
    const answers = await Promise.all(
      ["one-of-two-values", "two-of-two-values"].map((value) => safe.create({ name, value })),
    );
    const said = answers.map(({ status, problem }) => problem?.code ?? String(status)).sort();
    expect(said).toEqual(["201", "ALREADY_EXISTS"]);
    // Whatever the vault holds beside it: the value is the winner's.
    const winner = answers[0]?.status === 201 ? "one-of-two-values" : "two-of-two-values";
    expect(await resolved({ secret: name })).toBe(winner);
  });

  it.each<[string, object, string]>([
    ["shorter than 8 characters", { value: "short" }, "value: too_small"],
    ["of white space", { value: "  short     " }, "value: too_small"],
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
    const { problem } = await safe.create(given);
    expect((problem?.issues ?? []).map(({ path, code }) => `${path}: ${code}`)).toEqual([fault]);
    expect(JSON.stringify(problem)).not.toContain("sesame-");
  });

  it("of 4 KB is taken", async () => {
    const value = "x".repeat(4096);
    const { name } = await safe.create({ value });
    expect(await resolved({ secret: name })).toBe(value);
  });

  it("set twice under one retry key has one new version", async () => {
    const { name } = await safe.create();
    const headers = { "idempotency-key": crypto.randomUUID() };
    await safe.setValue(name, "the-second-value", headers);
    expect((await safe.setValue(name, "the-second-value", headers)).status).toBe(200);
    expect(await safe.versions(name)).toEqual([2, 1]);
  });

  it("set by ten at once has ten new versions, and the vault's newest is the newest", async () => {
    const { name } = await safe.create();
    const values = Array.from({ length: 10 }, (_, at) => `value-number-${at}`);
    const answers = await Promise.all(values.map((value) => safe.setValue(name, value)));
    expect(answers.map(({ status }) => status)).toEqual(values.map(() => 200));
    expect(await safe.versions(name)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(await resolved({ secret: name })).toBe((await store.newest(name))?.value);
  });
});

describe("the value leaves by no door", () => {
  it("not in answers, faults, records, audit rows, retry keys or logs", async () => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const { name, body } = await safe.create();
    const answers: unknown[] = [body];
    answers.push(await safe.setValue(name, `${canary}-2`, headers));
    answers.push(await safe.setValue(name, `${canary}-3`, headers));
    answers.push(await safe.change(name, { value: canary }));
    answers.push(await safe.create({ name: `wrong ${canary}` }).then(({ status }) => status));
    answers.push(await safe.list());
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
    const refused = vault().put("x".repeat(2000), canary);
    await expect(refused).rejects.toMatchObject({
      code: "VAULT_FAILED",
      message: "The vault gave no answer: ValidationException.",
    });
    expect(written.join("\n")).toContain("vault failed");
    expect(written.join("\n")).not.toContain(canary);
  });
});

describe("deleting a secret", () => {
  it("destroys its values, and its name is never another secret's", async () => {
    const { name } = await safe.create();
    const headers = { "idempotency-key": crypto.randomUUID() };
    expect((await safe.remove(name, headers)).status).toBe(204);
    expect((await safe.remove(name, headers)).status).toBe(204);
    expect((await safe.remove(name)).problem?.code).toBe("NOT_FOUND");
    expect(await store.newest(name)).toBeUndefined();
    expect((await safe.create({ name })).problem?.code).toBe("ALREADY_EXISTS");
    expect(await store.newest(name)).toBeUndefined();
  });

  it("is refused while settings refer to it, which it shows", async () => {
    const [{ name }, { name: other }] = [await safe.create(), await safe.create()];
    expect((await safe.refer({ secret: name, version: 1 }, { secret: other })).status).toBe(200);
    expect((await safe.view(name))?.uses).toEqual([
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
    expect((await safe.view(other))?.uses).toMatchObject([{ version: null }]);
    expect((await safe.remove(name)).problem?.code).toBe("IN_USE");
    await safe.refer({ secret: other });
    expect((await safe.remove(name)).status).toBe(204);
  });

  it("raced with settings that come to refer to it leaves no reference to nothing", async () => {
    for (let round = 0; round < 12; round += 1) {
      const { name } = await safe.create();
      const [saved, removed] = await Promise.all([safe.refer({ secret: name }), safe.remove(name)]);
      const said = [saved, removed].map(({ status, problem }) => problem?.code ?? String(status));
      expect(said).toBeOneOf([
        ["200", "IN_USE"],
        ["INVALID_INPUT", "204"],
        ["CONFLICT", "204"],
      ]);
      await safe.refer();
    }
  });
});
