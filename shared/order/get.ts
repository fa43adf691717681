import { can, type Ctx } from "#shared/core/ctx.ts";
import { loadReadable } from "./access.ts";
import { getOrderRecord } from "./store.ts";
import { isTask } from "./task.ts";
import type { OrderView } from "./view/schema.ts";
import { orderView } from "./view/view.ts";

export async function getOrder(ctx: Ctx, orderId: string): Promise<OrderView> {
  const { page, viewer } = await loadReadable(ctx, orderId);
  return orderView(page, viewer);
}

/** One Get for those who may read every order; for others it has to be found out whether it concerns them. */
export async function getOrderVersion(ctx: Ctx, orderId: string): Promise<{ version: number }> {
  if (can(ctx, "order:operate") || can(ctx, "plan:read")) {
    const order = await getOrderRecord(orderId);
    const isOpen = order !== undefined && (can(ctx, "order:operate") || !isTask(order));
    if (isOpen) return { version: order.version };
  }
  const { page } = await loadReadable(ctx, orderId);
  return { version: page.order.version };
}
