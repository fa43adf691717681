import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { afresh } from "#shared/table/retry.ts";
import { loadForOperator } from "./access.ts";
import { moverOf, rowsOf } from "./commit.ts";
import { drop } from "./engine/stop.ts";
import { isTask } from "./task.ts";
import { commitReturn } from "./ticket.ts";

/** Stops the task of a ticket, running or resting, and sends the ticket back to its requester. */
export function returnOrder(
  ctx: Ctx,
  { orderId, reason }: { orderId: string; reason: string },
): Promise<string> {
  return afresh(async () => {
    const frame = await loadForOperator(ctx, orderId);
    if (!isTask(frame.order)) throw new AppError("WRONG_STATE", "No ticket hangs on this order.");
    const change = drop(frame, { now: ctx.now, mover: moverOf(ctx) }, reason);
    const { writes, audit } = await rowsOf(frame, change, "other");
    await commitReturn(ctx, frame.order, reason, { writes: [...writes, ...audit], ref: orderId });
    return orderId;
  });
}
