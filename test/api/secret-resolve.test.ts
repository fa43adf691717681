import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { redactor } from "#shared/action/redact.ts";
import { resolveSecrets } from "#shared/setting/resolve-secrets.ts";
import { useVault, vault, type Vault } from "#shared/setting/vault.ts";
import { ownTable } from "#test/support/own-table.ts";
import { ownVault } from "#test/support/own-vault.ts";
import { canary, resolved, Safe } from "#test/support/safe.ts";

let engine: { stop: () => Promise<void> };
let store: Awaited<ReturnType<typeof ownVault>>;
let safe: Safe;
let real: Vault;

beforeAll(async () => {
  engine = await ownTable();
  store = await ownVault();
  safe = await Safe.open();
  real = vault();
});
afterEach(() => useVault(real));
afterAll(async () => {
  await store.stop();
  await engine.stop();
});

describe("secrets for whoever runs actions", () => {
  it("stand in place of their references, the newest unless a version is named", async () => {
    const { name } = await safe.create({ value: "the-first-value" });
    await safe.setValue(name, "the-second-value");
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
    const { name } = await safe.create();
    await safe.change(name, { isActive: false });
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
    await safe.change(name, { isActive: true });
    expect(await resolved({ secret: name, version: 7 })).toBe(
      `The secret ${name} has no version 7.`,
    );
    expect(await resolved({ secret: name })).toBe(canary);
  });

  it("that are deactivated stay where they are referred to", async () => {
    const { name } = await safe.create();
    await safe.change(name, { isActive: false, description: "leaked" });
    expect(await safe.view(name)).toMatchObject({ state: "inactive", description: "leaked" });
    expect((await safe.refer({ secret: name })).status).toBe(200);
    await safe.refer();
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
