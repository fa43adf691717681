import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
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

describe("a crash between the vault and the table", () => {
  /** Keeps the value, and dies before the record is written. */
  const dying: Vault["put"] = async (name, value) => {
    await real.put(name, value);
    throw new Error("the process died");
  };

  it("leaves no half a secret, and adding it again works", async () => {
    const name = safe.newName();
    useVault({ ...real, put: dying });
    expect((await safe.create({ name, value: "lost-in-between" })).status).toBe(500);
    expect(await safe.view(name)).toBeUndefined();
    expect(await resolved({ secret: name })).toBe(`There is no secret ${name}.`);
    useVault(real);
    expect((await safe.create({ name, value: "the-real-value" })).status).toBe(201);
    expect(await resolved({ secret: name })).toBe("the-real-value");
  });

  it("leaves the newest version what it was, and setting it again works", async () => {
    const { name } = await safe.create();
    useVault({ ...real, put: dying });
    expect((await safe.setValue(name, "lost-in-between")).status).toBe(500);
    expect(await safe.versions(name)).toEqual([1]);
    expect(await resolved({ secret: name })).toBe(canary);
    expect(await resolved({ secret: name, version: 2 })).toContain("has no version 2");
    useVault(real);
    await safe.setValue(name, "the-third-value");
    expect(await safe.versions(name)).toEqual([3, 1]);
    expect(await resolved({ secret: name })).toBe("the-third-value");
  });

  it("leaves a deletion listed as unfinished, of no use, and finished by deleting again", async () => {
    const { name } = await safe.create();
    useVault({ ...real, remove: () => Promise.reject(new Error("the process died")) });
    expect((await safe.remove(name)).status).toBe(500);
    expect(await safe.view(name)).toMatchObject({ state: "deleting" });
    expect(await resolved({ secret: name })).toBe(`There is no secret ${name}.`);
    expect((await safe.refer({ secret: name })).problem?.issues[0]?.code).toBe("unknown_secret");
    expect((await safe.setValue(name, "another-value")).problem?.code).toBe("NOT_FOUND");
    expect((await safe.change(name, { isActive: true })).problem?.code).toBe("NOT_FOUND");
    useVault(real);
    expect((await safe.remove(name)).status).toBe(204);
    expect([await safe.view(name), await store.newest(name)]).toEqual([undefined, undefined]);
  });
});
