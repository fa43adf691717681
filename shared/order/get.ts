import type { Ctx } from "#shared/core/ctx.ts";
import { loadReadable } from "./access.ts";
import type { OrderView } from "./view/schema.ts";
import { orderView } from "./view/view.ts";

export async function getOrder(ctx: Ctx, orderId: string): Promise<OrderView> {
  const { page, viewer } = await loadReadable(ctx, orderId);
  return orderView(page, viewer);
}
