import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { loadCore, type Core } from "./store.ts";
import type { TicketState } from "./state.ts";

/** A ticket of the caller's own, in a state that allows the command. Others learn nothing of it. */
export async function loadOwn(ctx: Ctx, ticketId: string, states: TicketState[]): Promise<Core> {
  const core = await loadCore(ticketId);
  if (core === undefined || core.ticket.requester.id !== personOf(ctx).userId)
    throw notFound("ticket");
  if (states.includes(core.ticket.state)) return core;
  if (core.ticket.state === "completed")
    throw new AppError("TICKET_CLOSED", "This ticket is completed.");
  throw new AppError(
    "WRONG_STATE",
    `This is not possible while the ticket is ${core.ticket.state}.`,
  );
}
