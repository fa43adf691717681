import { assertCan, can, personOf, type Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { activeDelegationsFor } from "#shared/org/load.ts";
import type { Frame } from "./engine/frame.ts";
import type { NodeRecord, OrderRecord, Work } from "./record.ts";
import { isTask } from "./task.ts";
import { loadFrame, loadOrderPage, type OrderPage } from "./store.ts";
import { isNamed, type Viewer } from "./view/may.ts";

/** Who sees an order, and who may do something with it: decided here for every door. */

/** The caller, with those for whom she stands in. A delegation for some templates only is none for orders. */
export async function viewerOf(ctx: Ctx): Promise<Viewer> {
  const { userId } = personOf(ctx);
  const delegations = await activeDelegationsFor(userId, ctx.now);
  const whole = delegations.filter(({ templateIds }) => templateIds === null);
  return { ctx, userId, principals: new Set(whole.map(({ principal }) => principal.id)) };
}

function concerns(order: OrderRecord, nodes: NodeRecord[], works: Work[], viewer: Viewer): boolean {
  const { requester, owners, approval, review } = order;
  const people = [
    ...owners,
    ...(approval?.from ?? []),
    ...(review?.by ?? []),
    ...nodes.flatMap(({ confirmers, work }) => [...confirmers, ...(work?.people ?? [])]),
    ...works.flatMap((work) => work.people),
  ];
  const isOwn = requester.id === viewer.userId && !isTask(order);
  return isOwn || isNamed(people, viewer);
}

/** Operators and readers of plans see every order, others those that concern them; no other one exists for them. */
export async function loadReadable(
  ctx: Ctx,
  orderId: string,
): Promise<{ page: OrderPage; viewer: Viewer }> {
  const viewer = await viewerOf(ctx);
  const page = await loadOrderPage(orderId);
  const isOpen = can(ctx, "order:operate") || (can(ctx, "plan:read") && !isTask(page.order));
  if (isOpen || concerns(page.order, page.nodes, page.works, viewer)) return { page, viewer };
  throw notFound("order");
}

/** An operator may handle any order but the one of her own request. */
export async function loadForOperator(ctx: Ctx, orderId: string, seq?: number): Promise<Frame> {
  assertCan(ctx, "order:operate");
  const frame = await loadFrame(orderId, seq);
  const { order } = frame;
  if (isTask(order) && order.requester.id === personOf(ctx).userId) {
    throw new AppError("OWN_REQUEST", "Nobody decides on their own request.");
  }
  return frame;
}

/** Plans' runs only: the task of a ticket ends and returns with its ticket. */
export function assertOfPlan({ order }: Pick<Frame, "order">): void {
  if (!isTask(order)) return;
  throw new AppError("WRONG_STATE", "This is the task of a ticket: return the ticket instead.");
}
