import { now } from "#functions/lib/clock.ts";
import { advanceTicket } from "#shared/approval/advance.ts";
import { systemCtx } from "#shared/core/ctx.ts";

/** State `Advance`: does what is due and says what the machine does next. */
export async function handler({ ticketId }: { ticketId: string }) {
  return advanceTicket(systemCtx("advance-ticket", now()), ticketId);
}
