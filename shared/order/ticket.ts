import {
  automationMoved,
  automationReturned,
  type AutomationEnd,
} from "#shared/approval/engine/automation.ts";
import type { Change as TicketChange } from "#shared/approval/engine/situation.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { listRoleMembers } from "#shared/org/load.ts";
import { update, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { TaskEntity } from "#shared/ticket/entity.ts";
import { commitChange as commitTicket, decideMove } from "#shared/ticket/move.ts";
import { parseTaskId } from "#shared/ticket/record.ts";
import { loadCore, type Core } from "#shared/ticket/store.ts";
import { isEnded } from "./engine/frame.ts";
import type { Change } from "./engine/move.ts";
import type { OrderRecord } from "./record.ts";
import type { OrderEventType } from "./schema.ts";

/** An order that is the automation task of a ticket: the ticket moves with it, in one commit. */

/** What a step of an order means for the task of its ticket. */
export type Meaning = Pick<AutomationEnd, "event" | "comment" | "result">;

const byHand: Partial<Record<OrderEventType, AutomationEnd["event"]>> = {
  "node.retried": "automation.retried",
  "node.skipped": "automation.skipped",
  "node.completedByHand": "automation.completedByHand",
};

function resultOf({ state }: OrderRecord): AutomationEnd["result"] {
  if (state === "succeeded" || state === "partially_succeeded") return "done";
  return state === "paused" ? "failed" : "running";
}

/** Null: the ticket is not concerned. */
export function meaningOf({ frame: { order, node }, events }: Change): Meaning | null {
  const result = resultOf(order);
  const [deed] = events.flatMap(({ type, data }) => {
    const event = byHand[type];
    return event === undefined ? [] : [{ event, comment: data.comment ?? null }];
  });
  if (deed !== undefined) return { ...deed, result };
  if (result === "failed") {
    return { event: "automation.failed", comment: node?.error?.message ?? null, result };
  }
  const isDone = isEnded(order) && result === "done";
  return isDone ? { event: "automation.done", comment: null, result } : null;
}

type Rows = { writes: Write[]; ref: string };

/** Commits rows of an order together with what they mean for its ticket: both or neither. */
export async function commitWithTicket(
  ctx: Ctx,
  order: OrderRecord,
  meaning: Meaning,
  rows: Rows,
): Promise<void> {
  const tell = meaning.event === "automation.failed" ? await listRoleMembers("operator") : [];
  const { seq } = parseTaskId(order.orderId);
  await commitBoth(ctx, order, rows, (core) =>
    decideMove(ctx, core, (situation) => automationMoved(situation, { seq, tell, ...meaning })),
  );
}

/** Commits the end of an order whose ticket goes back to its requester. */
export async function commitReturn(
  ctx: Ctx,
  order: OrderRecord,
  reason: string,
  rows: Rows,
): Promise<void> {
  const { seq } = parseTaskId(order.orderId);
  await commitBoth(ctx, order, rows, (core) =>
    decideMove(ctx, core, (situation) => automationReturned(situation, seq, reason)),
  );
}

// The order was read before its ticket: a ticket that refuses shows that the order is no longer as read either.
function isOvertaken(error: unknown): boolean {
  return error instanceof AppError && ["WRONG_STATE", "TICKET_CLOSED"].includes(error.code);
}

async function commitBoth(
  ctx: Ctx,
  order: OrderRecord,
  { writes, ref }: Rows,
  move: (core: Core) => Promise<TicketChange>,
): Promise<void> {
  const core = await loadCore(order.ticket?.id ?? "");
  if (core === undefined) throw new Error(`order ${order.orderId} has no ticket`);
  const change = await move(core).catch((error: unknown) => {
    throw isOvertaken(error) ? new AppError("CONFLICT", "The ticket has moved on.") : error;
  });
  await commitTicket(ctx, core, change, { writes, ref });
}

/** The automation task shows `running` from its first call on. */
export function taskRuns(order: OrderRecord): Write[] {
  const key = parseTaskId(order.orderId);
  return [update(TaskEntity.patch(key).set({ state: "running" }).params(here()))];
}
