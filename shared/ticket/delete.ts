import type { Ctx } from "#shared/core/ctx.ts";
import { auditWrite } from "#shared/audit/write.ts";
import { commit, remove } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { SubmissionEntity, TicketEntity } from "./entity.ts";
import { loadOwn } from "./own.ts";
import { afresh } from "#shared/table/retry.ts";

/** Throws a draft away. It never had a number, so nothing is missing afterwards. */
export async function deleteTicket(ctx: Ctx, { ticketId }: { ticketId: string }): Promise<string> {
  return afresh(async () => {
    const { ticket, submissions } = await loadOwn(ctx, ticketId, ["draft"]);
    const row = TicketEntity.remove({ ticketId })
      .where(({ version }, { eq }) => eq(version, ticket.version))
      .params(here());
    const rounds = submissions.map(({ round }) =>
      remove(SubmissionEntity.delete({ ticketId, round }).params(here())),
    );
    await commit(ctx, {
      writes: [remove(row), ...rounds],
      audit: [auditWrite(ctx, "ticket.delete", ticketId, { title: ticket.title })],
      ref: ticketId,
    });
    return ticketId;
  });
}
