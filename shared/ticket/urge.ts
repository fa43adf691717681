import { minuteMs } from "#shared/core/clock.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commitNote } from "./note.ts";
import { loadOwn } from "./own.ts";
import { afresh } from "#shared/table/retry.ts";

/** Between two urges of one ticket. */
const pauseMs = 10 * minuteMs;

/** Asks those the ticket waits for to hurry. URGED_TOO_SOON says in how many seconds it may be repeated. */
export async function urgeTicket(ctx: Ctx, { ticketId }: { ticketId: string }): Promise<string> {
  return afresh(async () => {
    const { ticket, tasks } = await loadOwn(ctx, ticketId, ["in_approval"]);
    const pending = tasks.filter(
      ({ state, assignee, heldFor }) =>
        state === "pending" && assignee !== null && heldFor.length === 0,
    );
    if (pending.length === 0) throw new AppError("WRONG_STATE", "Nobody is asked at the moment.");
    const sinceMs = Date.parse(ctx.now) - Date.parse(ticket.lastUrgedAt ?? ticket.createdAt);
    if (ticket.lastUrgedAt !== null && sinceMs < pauseMs) {
      const retryAfterSeconds = Math.ceil((pauseMs - sinceMs) / 1000);
      throw new AppError("URGED_TOO_SOON", "It was urged a moment ago.", { retryAfterSeconds });
    }
    const people = pending.flatMap((task) => (task.assignee === null ? [] : [task.assignee]));
    await commitNote(
      ctx,
      { ...ticket, lastUrgedAt: ctx.now },
      {
        type: "ticket.urged",
        data: { people },
        notify: people.map((person) => ({ kind: "task.urged", userId: person.id })),
      },
    );
    return ticketId;
  });
}
