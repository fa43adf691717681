import type { Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import type { Page } from "#shared/core/page.ts";
import { logKey, storage } from "#shared/attachment/storage.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { loadReadable } from "./access.ts";
import { OrderLogEntity } from "./entity.ts";
import type { LogView } from "./view/schema.ts";

type Query = { orderId: string; seq: number; cursor?: string | undefined; limit: number };

/** What a node had to say, oldest first. The cursor of the last page stays good: behind it comes what is new. */
export async function listLog(
  ctx: Ctx,
  { orderId, seq, cursor, limit }: Query,
): Promise<Page<LogView>> {
  const scope = `log:${orderId}:${seq}`;
  const behind = decodeCursor<string>(scope, cursor);
  await loadReadable(ctx, orderId);
  const query = OrderLogEntity.query.orderLog({ orderId, seq });
  const { data } = await (behind === undefined ? query : query.gt({ logId: behind })).go({
    ...here(),
    consistent: true,
    limit,
  });
  const items = data.map(({ logId: id, at, target = null, text, bytes, isCut }) => {
    return { id, at, target, text, bytes, isCut };
  });
  const last = items.at(-1)?.id ?? behind;
  return { items, nextCursor: last === undefined ? null : encodeCursor(scope, last) };
}

/** What a run had to say, all nodes; of very long logs the beginning. */
const mostRows = 1000;

export async function loadLogs(orderId: string): Promise<(LogView & { seq: number })[]> {
  const { data } = await OrderLogEntity.query
    .orderLog({ orderId })
    .go({ ...here(), consistent: true, limit: mostRows });
  return data.map(({ seq, logId: id, at, target = null, text, bytes, isCut }) => {
    return { seq, id, at, target, text, bytes, isCut };
  });
}

/** One text of it as a whole. */
export async function getLogText(
  ctx: Ctx,
  { orderId, seq, logId }: { orderId: string; seq: number; logId: string },
): Promise<{ text: string }> {
  await loadReadable(ctx, orderId);
  const { data } = await OrderLogEntity.get({ orderId, seq, logId }).go({
    ...here(),
    consistent: true,
  });
  if (data === null) throw notFound("log");
  if (!data.isCut) return { text: data.text };
  return { text: (await storage().readText(logKey(orderId, logId))) ?? data.text };
}
