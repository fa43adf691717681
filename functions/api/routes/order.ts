import type { order } from "#shared/contract/order.ts";
import { approveOrder, rejectOrder } from "#shared/order/approve.ts";
import { callbackNode } from "#shared/order/callback.ts";
import { cancelOrder } from "#shared/order/cancel.ts";
import { completeNode } from "#shared/order/complete.ts";
import { confirmNode, declineNode } from "#shared/order/confirm.ts";
import { countOrders } from "#shared/order/count.ts";
import { failNode } from "#shared/order/fail.ts";
import { fillOrder } from "#shared/order/fill-parameters.ts";
import { forceGroup } from "#shared/order/force.ts";
import { getGate } from "#shared/order/gate.ts";
import { getOrder, getOrderVersion } from "#shared/order/get.ts";
import { getLogText, listLog } from "#shared/order/list-log.ts";
import { listOrders } from "#shared/order/list.ts";
import { pauseOrder } from "#shared/order/pause.ts";
import { performNode } from "#shared/order/perform.ts";
import { resumeOrder } from "#shared/order/resume.ts";
import { retryNode } from "#shared/order/retry.ts";
import { returnOrder } from "#shared/order/return.ts";
import { reviewOrder } from "#shared/order/review.ts";
import { previewRollback, rollbackOrder } from "#shared/order/rollback.ts";
import { skipNode } from "#shared/order/skip.ts";
import { previewStart } from "#shared/order/start-preview.ts";
import { startOrder } from "#shared/order/start.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { bearerOf } from "../bearer.ts";
import type { Routes } from "../mount.ts";
import { write } from "../write.ts";

type Verb<Input> = (ctx: Ctx, input: Input) => Promise<string>;
type OfOrder<Input> = { params: { id: string }; body: Omit<Input, "orderId"> };
type OfNode<Input> = { params: { id: string; seq: number }; body: Omit<Input, "orderId" | "seq"> };

/** A verb on an order, and the order as it then is. */
function deed<Input extends { orderId: string }>(verb: Verb<Input>) {
  return write(
    (ctx: Ctx, { params, body }: OfOrder<Input>) =>
      verb(ctx, { ...body, orderId: params.id } as unknown as Input),
    getOrder,
  );
}

/** A verb on one of its nodes. */
function nodeDeed<Input extends { orderId: string; seq: number }>(verb: Verb<Input>) {
  return write(
    (ctx: Ctx, { params: { id: orderId, seq }, body }: OfNode<Input>) =>
      verb(ctx, { ...body, orderId, seq } as unknown as Input),
    getOrder,
  );
}

export const orderRoutes: Routes<typeof order> = {
  listOrders: (ctx, { query }) => listOrders(ctx, query),
  countOrders: (ctx) => countOrders(ctx),
  previewStart: (ctx, { params, query }) => previewStart(ctx, { planId: params.id, ...query }),
  startOrder: write((ctx, { body }) => startOrder(ctx, body), getOrder),
  getOrder: (ctx, { params }) => getOrder(ctx, params.id),
  getOrderVersion: (ctx, { params }) => getOrderVersion(ctx, params.id),
  fillOrder: deed(fillOrder),
  approveOrder: deed(approveOrder),
  rejectOrder: deed(rejectOrder),
  pauseOrder: deed(pauseOrder),
  resumeOrder: deed(resumeOrder),
  cancelOrder: deed(cancelOrder),
  previewRollback: (ctx, { params }) => previewRollback(ctx, params.id),
  rollbackOrder: deed(rollbackOrder),
  returnOrder: deed(returnOrder),
  reviewOrder: deed(reviewOrder),
  listLog: (ctx, { params: { id: orderId, seq }, query }) =>
    listLog(ctx, { orderId, seq, ...query }),
  getLogText: (ctx, { params: { id: orderId, seq, log: logId } }) =>
    getLogText(ctx, { orderId, seq, logId }),
  getGate: (ctx, { params }) => getGate(ctx, { orderId: params.id, seq: params.seq }),
  confirmNode: nodeDeed(confirmNode),
  declineNode: nodeDeed(declineNode),
  retryNode: nodeDeed(retryNode),
  skipNode: nodeDeed(skipNode),
  completeNode: nodeDeed(completeNode),
  failNode: nodeDeed(failNode),
  forceGroup: nodeDeed(forceGroup),
  performNode: nodeDeed(performNode),
  callbackNode: (ctx, { params, body }, c) =>
    callbackNode(ctx, { orderId: params.id, seq: params.seq, token: bearerOf(c), ...body }),
};
