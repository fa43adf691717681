import { afterAll, beforeAll, describe, expect, it } from "vitest";
import lock from "#shared/action/catalogue.lock.json" with { type: "json" };
import { catalogue } from "#shared/action/catalogue/index.ts";
import type { ActionDefinition } from "#shared/action/definition.ts";
import { loadKnown } from "#shared/action/store.ts";
import { syncCatalogue } from "#shared/action/sync.ts";
import { AuditEntity } from "#shared/audit/entity.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { both } from "#shared/core/text.ts";
import { here } from "#shared/table/model.ts";
import { testActions } from "#test/support/actions.ts";
import { PlanDesk } from "#test/support/plan-desk.ts";
import { asPerson, epoch } from "#test/support/records.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };

beforeAll(async () => {
  engine = await ownTable();
});
afterAll(() => engine.stop());

const sync = (catalogueVersion: number, actions: readonly ActionDefinition[]) =>
  syncCatalogue(systemCtx("initialise", epoch), { catalogueVersion, actions });
const [scale, signIn, old] = testActions as [ActionDefinition, ActionDefinition, ActionDefinition];

async function known() {
  const { head, actions } = await loadKnown({ consistent: true });
  return [head?.catalogueVersion, ...actions.map(({ code, state }) => `${code} ${state}`)];
}
async function audited() {
  const { data } = await AuditEntity.query.audit({ subjectId: "catalogue" }).go(here());
  return data.map(({ changes }) => changes);
}

describe("the catalogue at a deployment", () => {
  it("is written down, told once, and written again only when something differs", async () => {
    const nothing = { isOlder: false, added: [], changed: [], removed: [] };
    expect(await sync(1, [scale, old])).toEqual({
      ...nothing,
      added: ["test.scale", "test.old"],
    });
    expect(await sync(1, [scale, old])).toEqual(nothing);
    expect(await known()).toEqual([1, "test.old present", "test.scale present"]);
    expect(await audited()).toEqual([
      { catalogueVersion: 1, added: ["test.scale", "test.old"], changed: [], removed: [] },
    ]);
  });

  it("keeps what is gone as removed, for ever, and takes it back when it comes back", async () => {
    const renamed = { ...scale, name: both("Scale", "扩缩容") };
    expect(await sync(2, [renamed, signIn])).toEqual({
      isOlder: false,
      added: ["test.sign-in"],
      changed: ["test.scale"],
      removed: ["test.old"],
    });
    expect(await known()).toEqual([
      2,
      "test.old removed",
      "test.scale present",
      "test.sign-in present",
    ]);
    expect(await sync(2, [renamed, signIn])).toMatchObject({ removed: [] });
    expect(await sync(2, [renamed, signIn, old])).toMatchObject({ added: ["test.old"] });
    await sync(2, [renamed, signIn]);
  });

  it("is never put back by an older build, nor is one that it races", async () => {
    const before = await known();
    expect(await sync(1, [scale, old])).toMatchObject({ isOlder: true, added: [] });
    expect(await known()).toEqual(before);
    for (let round = 3; round < 9; round += 2) {
      await Promise.all([sync(round, [scale, old]), sync(round + 1, [scale, signIn])]);
      expect(await known()).toEqual([
        round + 1,
        "test.old removed",
        "test.scale present",
        "test.sign-in present",
      ]);
    }
  });

  it("takes more actions than one transaction holds", async () => {
    const many = Array.from({ length: 150 }, (_, index) => ({ ...old, code: `many.a${index}` }));
    expect((await sync(20, [scale, signIn, ...many])).added).toHaveLength(150);
    expect((await sync(21, [scale, signIn])).removed).toHaveLength(150);
  });

  it("is the product's own doing: nobody else may", async () => {
    const ctx = asPerson("usr_dave", ["plan:manage"]);
    await expect(syncCatalogue(ctx, { catalogueVersion: 99 })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("shows what is gone where the catalogue is read", async () => {
    await sync(30, [old]);
    await sync(lock.catalogueVersion + 30, catalogue);
    const desk = new PlanDesk();
    await desk.open();
    const { items } = (await desk.api.call("listActions", {}, desk.operator)).body;
    expect(items.filter(({ state }) => state === "removed").map(({ code }) => code)).toContain(
      "test.old",
    );
    const call = { params: { code: "test.old" }, query: {} };
    expect((await desk.api.call("getAction", call, desk.operator)).body.action).toMatchObject({
      state: "removed",
      name: old.name,
    });
  });
});
