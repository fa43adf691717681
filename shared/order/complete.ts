import type { Ctx } from "#shared/core/ctx.ts";
import { changeOrder } from "./change.ts";
import { complete } from "./engine/mend.ts";

type Input = {
  orderId: string;
  seq: number;
  reason: string;
  output?: Record<string, unknown> | undefined;
};

/** Takes the operator's word that the node's work was done; `output` is what later steps bind to. */
export function completeNode(ctx: Ctx, { orderId, seq, ...given }: Input): Promise<string> {
  return changeOrder(ctx, { orderId, seq }, (frame, deed) => complete(frame, seq, deed, given));
}
