import type { Ctx } from "#shared/core/ctx.ts";
import { endNode, type EndInput } from "./operator.ts";

/** Takes the operator's word that the node's work was done by hand. */
export function completeNode(ctx: Ctx, input: EndInput): Promise<string> {
  return endNode(ctx, input, { state: "succeeded", event: "automation.completedByHand" });
}
