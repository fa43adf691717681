import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { UserEntity } from "./entity.ts";
import type { User } from "./schema.ts";
import { userView } from "./view.ts";

const scope = "users";

/** Everybody by name, leavers included. */
export async function listUsers(
  ctx: Ctx,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page<User>> {
  assertCan(ctx, "org:manage");
  const position = decodeCursor<string>(scope, query.cursor) ?? null;
  const { data, cursor } = await UserEntity.query
    .byName({ directory: "user" })
    .go({ ...here(), limit: query.limit, cursor: position });
  const nextCursor = cursor === null ? null : encodeCursor(scope, cursor);
  return { items: data.map(userView), nextCursor };
}
