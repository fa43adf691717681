import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import { readPlan } from "#shared/plan/load.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { fromItem } from "#shared/table/attribute.ts";
import { here } from "#shared/table/model.ts";
import { TriggerEntity } from "./entity.ts";
import type { TriggerRecord } from "./record.ts";
import type { TriggerView } from "./schema.ts";

type Query = { planId: string; cursor?: string | undefined; limit: number };

/** Alerts that came for a plan and what came of them, newest first. One Query. */
export async function listTriggers(
  ctx: Ctx,
  { planId, cursor, limit }: Query,
): Promise<Page<TriggerView>> {
  assertCan(ctx, "plan:read");
  await readPlan(ctx, planId);
  const scope = `triggers:${planId}`;
  const { data, cursor: next } = await TriggerEntity.query
    .trigger({ planId })
    .go({ ...here(), order: "desc", limit, cursor: decodeCursor<string>(scope, cursor) ?? null });
  const items = data.map((item) => {
    const record = fromItem<TriggerRecord>(item, ["reason", "orderId"]);
    const { triggerId: id, at, source, fingerprint, labels, outcome, reason, orderId } = record;
    return { id, at, source, fingerprint, labels, outcome, reason, orderId };
  });
  return { items, nextCursor: next === null ? null : encodeCursor(scope, next) };
}
