import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commitChange } from "./commit.ts";
import { advance } from "./engine/advance.ts";
import { directiveOf, type Directive } from "./engine/directive.ts";
import type { Frame } from "./engine/frame.ts";
import { settle, type Result } from "./engine/settle.ts";
import { logRows } from "./log.ts";
import { outlookOf } from "./outlook.ts";
import { loadFrame } from "./store.ts";

/** A directive with the version it was made for, so that a bell can tell whether it is stale. */
export type OrderDirective = Directive & { version: number };

/** So many things may be due one after the other (groups, steps to be left out) before the machine looks anew. */
const mostSteps = 20;

/** Somebody else moved the order first. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof AppError && ["CONFLICT", "WRONG_STATE"].includes(error.code);
}

export function directed(frame: Frame, now: string): OrderDirective {
  return { ...directiveOf(frame, now), version: frame.order.version };
}

/** The frame as its commit left it. */
export function committed(before: Frame, after: Frame): Frame {
  return { ...after, order: { ...after.order, version: before.order.version + 1 } };
}

/** What a node that is about to begin would work with; looked up only for such a one. */
async function outlookIfNew(frame: Frame, now: string) {
  const isNew = frame.node?.seq === frame.order.at && frame.node.state === "pending";
  return isNew ? outlookOf(frame, now) : null;
}

/**
 * Does what is due and says what the run machine does next. Safe to call at any moment: a run that a crash left
 * behind is put back on its way first.
 */
export async function advanceOrder(
  ctx: Ctx,
  orderId: string,
  seq?: number,
): Promise<OrderDirective> {
  let frame = await loadFrame(orderId, seq);
  for (let step = 0; step < mostSteps; step += 1) {
    const change = advance(frame, ctx.now, await outlookIfNew(frame, ctx.now));
    if (change === null) return directed(frame, ctx.now);
    try {
      await commitChange(ctx, frame, change, "machine");
      const after = committed(frame, change.frame);
      const isElsewhere = after.order.at !== frame.order.at;
      frame = isElsewhere ? await loadFrame(orderId, after.order.at) : after;
    } catch (error) {
      if (!isOvertaken(error)) throw error;
      frame = await loadFrame(orderId, frame.order.at);
    }
  }
  return directed(frame, ctx.now);
}

/**
 * Takes in what calls and looks brought. Whoever was faster is right, but what came of a call is never lost: on a
 * conflict the results are taken in by the order as it is then.
 */
export async function settleOrder(
  ctx: Ctx,
  before: Frame,
  results: Result[],
): Promise<OrderDirective> {
  let frame = before;
  for (;;) {
    const change = settle(frame, results, ctx.now);
    if (change === null) return advanceOrder(ctx, frame.order.orderId, frame.order.at);
    try {
      const writes = await logRows(frame, results, ctx.now);
      await commitChange(ctx, frame, change, "machine", { writes });
      return directed(committed(frame, change.frame), ctx.now);
    } catch (error) {
      if (!isOvertaken(error)) throw error;
      frame = await loadFrame(frame.order.orderId, frame.order.at);
    }
  }
}
