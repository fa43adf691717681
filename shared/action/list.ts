import type { Ctx } from "#shared/core/ctx.ts";
import { tableName } from "#shared/table/client.ts";
import { assertMayReadActions } from "./access.ts";
import { catalogue, findAction } from "./catalogue/index.ts";
import type { ActionRecord } from "./record.ts";
import type { ActionView } from "./schema.ts";
import { loadKnown } from "./store.ts";
import { missingOf, removedView, viewOf } from "./view.ts";

/** What is gone changes with deployments only. */
const keptMs = 60_000;
let kept: { key: string; untilMs: number; removed: ActionRecord[] } | undefined;

/** Actions that older builds had and this one has not. One Query of the catalogue a minute. */
export async function removedActions(): Promise<ActionRecord[]> {
  const key = tableName();
  if (kept !== undefined && kept.key === key && kept.untilMs > Date.now()) return kept.removed;
  const { actions } = await loadKnown({ consistent: false });
  const removed = actions.filter(
    ({ code, state }) => state === "removed" && findAction(code) === undefined,
  );
  kept = { key, untilMs: Date.now() + keptMs, removed };
  return removed;
}

/** The whole catalogue as it is here and now, in the order in which it is shown; what is gone comes last. */
export async function listActions(ctx: Ctx): Promise<{ items: ActionView[] }> {
  assertMayReadActions(ctx);
  const [missing, removed] = await Promise.all([missingOf(), removedActions()]);
  const items = catalogue
    .map((action) => viewOf(action, missing))
    .toSorted((a, b) => a.displayOrder - b.displayOrder || (a.code < b.code ? -1 : 1));
  return { items: [...items, ...removed.map(removedView)] };
}
