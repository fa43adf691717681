import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError, invalid, notFound } from "#shared/core/error.ts";
import { afresh } from "#shared/table/retry.ts";
import { viewerOf } from "./access.ts";
import { commitChange, moverOf } from "./commit.ts";
import { confirm, decline } from "./engine/confirm.ts";
import type { Frame } from "./engine/frame.ts";
import type { Outlook } from "./engine/outlook.ts";
import { groupHash, needsCount } from "./gate.ts";
import { outlookOf } from "./outlook.ts";
import { checkFilled } from "./filled.ts";
import { loadFrame } from "./store.ts";
import { isNamed } from "./view/may.ts";

type Input = {
  orderId: string;
  seq: number;
  seen: string;
  parameters?: Record<string, unknown> | undefined;
  count?: number | undefined;
};

/** The node that waits, for somebody who may confirm it: those named for it, or any operator. */
async function loadForConfirmer(ctx: Ctx, orderId: string, seq: number): Promise<Frame> {
  const frame = await loadFrame(orderId, seq);
  const { node } = frame;
  const confirmers = node?.confirmers ?? [];
  if (confirmers.length === 0) assertCan(ctx, "order:operate");
  else if (!isNamed(confirmers, await viewerOf(ctx))) throw notFound("order");
  if (node?.seq !== seq) throw new AppError("WRONG_STATE", "It is not this node's turn.");
  return frame;
}

/**
 * Lets a node begin. `seen` is the hash of what the caller was shown; when it would do something else now, she is
 * told so (STALE_VIEW) and looks again. Values for what is missing come along.
 */
export function confirmNode(ctx: Ctx, input: Input): Promise<string> {
  const { orderId, seq, seen, parameters = {}, count } = input;
  return afresh(async () => {
    const frame = await loadForConfirmer(ctx, orderId, seq);
    const { order, node } = frame;
    if (node === null) throw notFound("node");
    const shown = await outlookOf(frame, ctx.now);
    const hash = shown?.hash ?? groupHash(order, node);
    if (hash !== seen) throw new AppError("STALE_VIEW", "It would do something else now.");
    checkFilled(node, parameters, "parameters");
    checkUnbound(shown, parameters);
    const outlook = await outlookOf(frame, ctx.now, parameters);
    const missing = outlook?.missing ?? [];
    if (missing.length > 0) {
      const faults = missing.map((key) => ({ path: `parameters.${key}`, code: "required" }));
      throw invalid(faults.map((fault) => ({ ...fault, message: "A value is needed." })));
    }
    if (outlook?.fault) throw invalid([faultIssue(outlook.fault)]);
    const targets = node.traits === null ? outlook?.targets : node.targets;
    const wanted = targets?.length ?? 1;
    if (needsCount(node) && count !== wanted) {
      const message = `Type the number of targets: ${wanted}.`;
      throw invalid([{ path: "count", code: "count_mismatch", message }]);
    }
    const deed = { now: ctx.now, mover: moverOf(ctx) };
    await commitChange(ctx, frame, confirm(frame, deed, outlook), "other");
    return orderId;
  });
}

/** What an earlier step has answered is not for anybody to replace. */
function checkUnbound(shown: Outlook | null, given: Record<string, unknown>): void {
  const bound = Object.keys(given).filter((key) => shown?.sources[key] === "output");
  if (bound.length === 0) return;
  const message = "An earlier step has answered it.";
  throw invalid(bound.map((key) => ({ path: `parameters.${key}`, code: "fixed", message })));
}

function faultIssue({ code, message }: { code: string; message: string }) {
  return { path: "parameters", code: code.toLowerCase(), message };
}

/** The caller does not let it begin: the order rests. */
export function declineNode(
  ctx: Ctx,
  { orderId, seq, reason }: { orderId: string; seq: number; reason: string },
): Promise<string> {
  return afresh(async () => {
    const frame = await loadForConfirmer(ctx, orderId, seq);
    const deed = { now: ctx.now, mover: moverOf(ctx) };
    await commitChange(ctx, frame, decline(frame, deed, reason), "other");
    return orderId;
  });
}
