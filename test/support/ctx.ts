import type { Ctx, PersonActor } from "#shared/core/ctx.ts";
import { newId } from "#shared/core/id.ts";
import { permissionsOf } from "#shared/org/permissions.ts";
import type { UserRecord } from "#shared/org/record.ts";

/** A verb's context as the API would make it for this person. */
export async function ctxOf(user: UserRecord, given: Partial<Ctx> = {}): Promise<Ctx> {
  const { userId, name, locale, roles } = user;
  const permissions = await permissionsOf(roles);
  const actor: PersonActor = { kind: "person", userId, name, locale, permissions };
  const now = new Date().toISOString();
  return { actor, requestId: newId("request"), now, channel: "web", ...given };
}
