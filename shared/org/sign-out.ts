import { auditWrite } from "#shared/audit/write.ts";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { commit, remove } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { SessionEntity } from "./entity.ts";

/** Ends this session; others of the same person go on. */
export async function signOut(ctx: Ctx, { tokenHash }: { tokenHash: string }): Promise<string> {
  const { userId } = personOf(ctx);
  await commit(ctx, {
    audit: [auditWrite(ctx, "session.delete", userId, {})],
    writes: [remove(SessionEntity.delete({ userId, tokenHash }).params(here()))],
    ref: userId,
  });
  return userId;
}
