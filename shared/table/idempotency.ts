import { Entity } from "electrodb";
import type { Ctx } from "#shared/core/ctx.ts";
import { actorId } from "#shared/core/ctx.ts";
import { count, text } from "./attribute.ts";
import { here, service } from "./model.ts";

/** What a write with a retry key did: `ref` names the record to show when the key comes again. */
export const IdempotencyEntity = new Entity({
  model: { service, entity: "idempotency", version: "1" },
  attributes: { actorId: text, key: text, requestHash: text, ref: text, expiresAt: count },
  indexes: {
    idempotency: {
      pk: { field: "pk", composite: ["actorId", "key"], casing: "none" },
      sk: { field: "sk", composite: [] },
    },
  },
});

/** Retry keys are remembered for a day. */
const keptSeconds = 24 * 3600;

export function rememberWrite(ctx: Ctx, ref: string) {
  if (ctx.idempotency === undefined) return [];
  return [
    IdempotencyEntity.create({
      actorId: actorId(ctx),
      ...ctx.idempotency,
      ref,
      expiresAt: Math.floor(Date.now() / 1000) + keptSeconds,
    }).params(here()),
  ];
}

/** The earlier write under this key, if there was one. One read unit. */
export async function findWrite(
  ctx: Ctx,
): Promise<{ requestHash: string; ref: string } | undefined> {
  if (ctx.idempotency === undefined) return undefined;
  const key = { actorId: actorId(ctx), key: ctx.idempotency.key };
  const { data } = await IdempotencyEntity.get(key).go({ ...here(), consistent: true });
  return data ?? undefined;
}
