import { dayMs, secondMs } from "#shared/core/clock.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commitChange, decideMove } from "#shared/ticket/move.ts";
import type { TicketRecord } from "#shared/ticket/record.ts";
import { loadCore } from "#shared/ticket/store.ts";
import { tick } from "./engine/time.ts";

/** What the approval machine does next; `seconds` is how long it may sleep unless the bell rings. */
export type TicketDirective = { kind: "wait"; seconds: number; version: number } | { kind: "done" };

/** The machine never sleeps longer: engines lose very long timers. It looks again and re-arms. */
const longestWaitMs = 7 * dayMs;

function directiveOf(ticket: TicketRecord, now: string): TicketDirective {
  if (ticket.wakeAt === null) return { kind: "done" };
  const ms = Math.min(longestWaitMs, Date.parse(ticket.wakeAt) - Date.parse(now));
  return { kind: "wait", seconds: Math.max(1, Math.ceil(ms / secondMs)), version: ticket.version };
}

/**
 * Called by the approval machine when it starts, when its bell rings and when its time is up: does what is
 * due by time (remind, escalate, run out) and says until when to sleep. Safe to call at any moment.
 */
export async function advanceTicket(ctx: Ctx, ticketId: string): Promise<TicketDirective> {
  const core = await loadCore(ticketId);
  if (core === undefined) return { kind: "done" };
  const isDue = core.ticket.wakeAt !== null && core.ticket.wakeAt <= ctx.now;
  if (!isDue) return directiveOf(core.ticket, ctx.now);
  const change = await decideMove(ctx, core, tick);
  if (change === null) return directiveOf(core.ticket, ctx.now);
  try {
    await commitChange(ctx, core, change);
    return directiveOf({ ...change.ticket, version: core.ticket.version + 1 }, ctx.now);
  } catch (error) {
    // Somebody decided at the same moment: her commit won, so look at what she left.
    if (error instanceof AppError && error.code === "CONFLICT") return advanceTicket(ctx, ticketId);
    throw error;
  }
}
