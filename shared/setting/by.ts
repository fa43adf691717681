import type { Ctx } from "#shared/core/ctx.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

/** Who acts, for a record; null: the product itself. */
export function byOf({ actor }: Ctx): PersonRef | null {
  return actor.kind === "person" ? { id: actor.userId, name: actor.name } : null;
}
