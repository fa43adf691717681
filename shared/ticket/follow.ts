import { auditWrite } from "#shared/audit/write.ts";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { commit, put, remove } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { isParty, loadReadablePage } from "./access.ts";
import { FollowEntity } from "./entity.ts";

/** The caller wants to hear how a ticket ends. Twice is once; it gives no right to read it. */
export async function followTicket(ctx: Ctx, { ticketId }: { ticketId: string }): Promise<string> {
  const { userId } = personOf(ctx);
  const { page } = await loadReadablePage(ctx, ticketId);
  const row = { ticketId, userId, at: ctx.now, isParty: isParty(page, userId) };
  await commit(ctx, {
    writes: [put(FollowEntity.put(row).params(here()))],
    audit: [auditWrite(ctx, "ticket.follow", ticketId, {})],
    ref: ticketId,
  });
  return ticketId;
}

export async function unfollowTicket(
  ctx: Ctx,
  { ticketId }: { ticketId: string },
): Promise<string> {
  const { userId } = personOf(ctx);
  await loadReadablePage(ctx, ticketId);
  await commit(ctx, {
    writes: [remove(FollowEntity.delete({ ticketId, userId }).params(here()))],
    audit: [auditWrite(ctx, "ticket.unfollow", ticketId, {})],
    ref: ticketId,
  });
  return ticketId;
}
