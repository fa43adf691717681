import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { isEnded } from "./engine/frame.ts";
import type { OrderRecord } from "./record.ts";
import { rollbackOrder } from "./rollback.ts";

/** Undoes what a drill has done. Called again, or with nothing to undo, it does nothing. */
export async function cleanUpDrill(ctx: Ctx, order: OrderRecord): Promise<void> {
  const { mode, cleansUp, direction, orderId } = order;
  if (mode !== "drill" || !cleansUp || direction === "back" || !isEnded(order)) return;
  if (order.startedAt === null) return;
  try {
    await rollbackOrder(ctx, { orderId, reason: "The drill is over." });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "WRONG_STATE")) throw error;
  }
}
