import type { order } from "#shared/contract/order.ts";
import { AppError } from "#shared/core/error.ts";
import { callbackNode } from "#shared/order/callback.ts";
import { completeNode } from "#shared/order/complete.ts";
import { getOrder } from "#shared/order/get.ts";
import { listOrders } from "#shared/order/list.ts";
import { retryNode } from "#shared/order/retry.ts";
import { returnOrder } from "#shared/order/return.ts";
import { skipNode } from "#shared/order/skip.ts";
import type { ApiContext } from "../context.ts";
import type { Routes } from "../mount.ts";
import { write } from "../write.ts";

function bearerOf(c: ApiContext): string {
  const [, token] =
    /^Bearer ([\x21-\x7e]{1,500})$/i.exec(c.req.header("authorization") ?? "") ?? [];
  if (token === undefined) throw new AppError("UNAUTHENTICATED", "A bearer token is needed.");
  return token;
}

export const orderRoutes: Routes<typeof order> = {
  listOrders: (ctx, { query }) => listOrders(ctx, query),
  getOrder: (ctx, { params }) => getOrder(ctx, params.id),
  retryNode: write(
    (ctx, { params, body }) => retryNode(ctx, { orderId: params.id, seq: params.seq, ...body }),
    getOrder,
  ),
  skipNode: write(
    (ctx, { params, body }) => skipNode(ctx, { orderId: params.id, seq: params.seq, ...body }),
    getOrder,
  ),
  completeNode: write(
    (ctx, { params, body }) => completeNode(ctx, { orderId: params.id, seq: params.seq, ...body }),
    getOrder,
  ),
  returnOrder: write(
    (ctx, { params, body }) => returnOrder(ctx, { orderId: params.id, ...body }),
    getOrder,
  ),
  callbackNode: (ctx, { params, body }, c) =>
    callbackNode(ctx, { orderId: params.id, seq: params.seq, token: bearerOf(c), ...body }),
};
