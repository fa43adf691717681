import type { Ctx } from "#shared/core/ctx.ts";
import { changeOrder } from "./change.ts";
import { retry } from "./engine/mend.ts";

type Input = {
  orderId: string;
  seq: number;
  reason?: string | undefined;
  key?: "same" | "fresh" | undefined;
};

/** Runs what failed of a node once more: of its targets only those that failed. */
export function retryNode(ctx: Ctx, { orderId, seq, reason, key }: Input): Promise<string> {
  return changeOrder(ctx, { orderId, seq }, (frame, deed) =>
    retry(frame, seq, deed, { key, reason: reason ?? null }),
  );
}
