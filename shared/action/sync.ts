import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { commit, type Write } from "#shared/table/commit.ts";
import { afresh } from "#shared/table/retry.ts";
import { catalogue } from "./catalogue/index.ts";
import type { ActionDefinition } from "./definition.ts";
import { factsOf } from "./facts.ts";
import type { ActionRecord } from "./record.ts";
import { loadKnown, putAction, putHead, type Known } from "./store.ts";

type Input = {
  /** Of this build: `catalogueVersion` of catalogue.lock.json. */
  catalogueVersion: number;
  actions?: readonly ActionDefinition[];
  /** Goes into every commit. */
  fence?: () => Write;
};

/** Codes by what became of them. `isOlder`: a newer build has been here, and nothing was written. */
export type CatalogueSync = {
  isOlder: boolean;
  added: string[];
  changed: string[];
  removed: string[];
};

/** Rows of one commit; its head and its audit row come to them. */
const mostRows = 90;

function rowsOf(
  known: Known,
  { catalogueVersion, actions = catalogue }: Input,
  now: string,
): ActionRecord[] {
  const stamp = { catalogueVersion, changedAt: now };
  const earlier = new Map(known.actions.map((row) => [row.code, row]));
  const codes = new Set(actions.map(({ code }) => code));
  const present = actions.flatMap((action): ActionRecord[] => {
    const facts = JSON.stringify(factsOf(action));
    const row = earlier.get(action.code);
    if (row?.state === "present" && row.facts === facts) return [];
    return [{ ...stamp, code: action.code, state: "present", facts }];
  });
  const gone = known.actions.filter(({ code, state }) => state === "present" && !codes.has(code));
  return [...present, ...gone.map((row) => ({ ...row, ...stamp, state: "removed" as const }))];
}

function told(known: Known, rows: ActionRecord[]): Omit<CatalogueSync, "isOlder"> {
  const earlier = new Set(
    known.actions.filter(({ state }) => state === "present").map(({ code }) => code),
  );
  const codes = (is: (row: ActionRecord) => boolean) => rows.filter(is).map(({ code }) => code);
  return {
    added: codes(({ code, state }) => state === "present" && !earlier.has(code)),
    changed: codes(({ code, state }) => state === "present" && earlier.has(code)),
    removed: codes(({ state }) => state === "removed"),
  };
}

async function write(ctx: Ctx, given: Input, known: Known, rows: ActionRecord[]) {
  const { catalogueVersion, fence } = given;
  const revision = known.head?.revision ?? 0;
  const head = { catalogueVersion, syncedAt: ctx.now };
  for (let from = 0; from === 0 || from < rows.length; from += mostRows) {
    const some = rows.slice(from, from + mostRows);
    const changes = { catalogueVersion, ...told(known, some) };
    await commit(ctx, {
      audit: [auditWrite(ctx, "catalogue.sync", "catalogue", changes)],
      writes: [
        putHead({ ...head, revision: revision + from / mostRows }),
        ...some.map(putAction),
        ...(fence === undefined ? [] : [fence()]),
      ],
      ref: "catalogue",
    });
  }
}

/**
 * Writes this build's catalogue beside what the table knows. The code wins; a code that is gone is kept as removed,
 * and a build older than the one that wrote last changes nothing. Bears being repeated and raced.
 */
export async function syncCatalogue(ctx: Ctx, input: Input): Promise<CatalogueSync> {
  assertCan(ctx, "setting:manage");
  const { catalogueVersion } = input;
  return afresh(async () => {
    const known = await loadKnown({ consistent: true });
    const last = known.head?.catalogueVersion ?? 0;
    if (last > catalogueVersion) return { isOlder: true, added: [], changed: [], removed: [] };
    const rows = rowsOf(known, input, ctx.now);
    if (rows.length > 0 || last < catalogueVersion) await write(ctx, input, known, rows);
    return { isOlder: false, ...told(known, rows) };
  });
}
