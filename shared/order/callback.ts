import type { Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { afresh } from "#shared/table/retry.ts";
import { isCallbackToken } from "./callback-token.ts";
import { commitChange } from "./commit.ts";
import { report } from "./engine/settle.ts";
import { loadFrame } from "./store.ts";

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
  const { orderId, seq, status, message = "" } = input;
  const frame = await loadFrame(orderId, seq);
  if (frame.node?.seq !== seq) return { accepted: false };
  const outcome =
    status === "succeeded"
      ? ({ kind: "succeeded", text: message } as const)
      : ({ kind: "failed", code: "REPORTED", message } as const);
  const change = report(frame, 0, outcome, ctx.now);
  if (change === null) return { accepted: false };
  await commitChange(ctx, frame, change, "other");
  // What comes after the verdict is told, and changes nothing.
  return { accepted: change.works.every(({ late }) => late === null) };
}
