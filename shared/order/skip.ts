import type { Ctx } from "#shared/core/ctx.ts";
import { endNode, type EndInput } from "./operator.ts";

/** Goes on without a node that failed. */
export function skipNode(ctx: Ctx, input: EndInput): Promise<string> {
  return endNode(ctx, input, { state: "skipped", event: "automation.skipped" });
}
