import type { Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { afresh } from "#shared/table/retry.ts";
import { commitRun } from "./advance.ts";
import { isCallbackToken } from "./callback-token.ts";
import { report, type CallResult } from "./engine.ts";
import { loadRun } from "./store.ts";

type Input = {
  orderId: string;
  seq: number;
  token: string;
  status: "succeeded" | "failed";
  message?: string | undefined;
};

/**
 * An outside system reports the end of work it was given. The bearer token is bound to this node of this
 * order; a repeated or late report is accepted and changes nothing.
 */
export async function callbackNode(ctx: Ctx, input: Input): Promise<{ accepted: boolean }> {
  if (!isCallbackToken(input)) throw notFound("order");
  return afresh(() => takeReport(ctx, input));
}

async function takeReport(ctx: Ctx, input: Input): Promise<{ accepted: boolean }> {
  const run = await loadRun(input.orderId);
  const text = input.message ?? "";
  const outcome: CallResult =
    input.status === "succeeded"
      ? { kind: "succeeded", result: text }
      : { kind: "failed", error: text };
  const after = report(run, input.seq, outcome, ctx.now);
  if (after === null) return { accepted: false };
  await commitRun(ctx, run, after, "other");
  return { accepted: true };
}
