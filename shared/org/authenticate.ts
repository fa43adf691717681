import type { PersonActor } from "#shared/core/ctx.ts";
import { getMany } from "#shared/table/get-many.ts";
import { here } from "#shared/table/model.ts";
import { SessionEntity, UserEntity } from "./entity.ts";
import { permissionsOf } from "./permissions.ts";
import type { SessionRecord, UserRecord } from "./record.ts";
import { parseToken, passwordTag } from "./session-token.ts";

export type Authenticated = {
  actor: PersonActor;
  session: { userId: string; tokenHash: string };
};

type Rows = { user: UserRecord; session: SessionRecord };

async function load(key: { userId: string; tokenHash: string }): Promise<Rows | undefined> {
  const items = await getMany([
    UserEntity.get({ userId: key.userId }).params(here()),
    SessionEntity.get(key).params(here()),
  ]);
  const user = items.map((Item) => UserEntity.parse({ Item }).data).find((row) => row !== null);
  const session = items
    .map((Item) => SessionEntity.parse({ Item }).data)
    .find((row) => row !== null);
  return user === undefined || session === undefined ? undefined : { user, session };
}

// By the wall clock, not the product's: a test clock must not end or stretch anybody's session.
function isLive({ user, session }: Rows): boolean {
  return (
    session.expiresAt * 1000 > Date.now() &&
    user.state === "active" &&
    session.passwordTag === passwordTag(user.passwordHash)
  );
}

/**
 * Who holds this session token; undefined when it is unknown or expired, when the person was deactivated or
 * got a new password. One BatchGet of two items, so deactivation counts at the next request.
 */
export async function authenticate(token: string): Promise<Authenticated | undefined> {
  const key = parseToken(token);
  const rows = key === undefined ? undefined : await load(key);
  if (key === undefined || rows === undefined || !isLive(rows)) return undefined;
  const { userId, name, locale, roles } = rows.user;
  const permissions = await permissionsOf(roles);
  return { actor: { kind: "person", userId, name, locale, permissions }, session: key };
}
