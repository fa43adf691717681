import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import {
  currentNode,
  directiveOf,
  recover,
  settle,
  type CallResult,
  type Directive,
  type Run,
} from "./engine.ts";
import { commitStep, commitWithTicket } from "./move.ts";
import { loadRun, type Changer } from "./store.ts";

/** A directive with the version it was made for, so that a bell can tell whether it is stale. */
export type OrderDirective = Directive & { version: number };

/** What the run machine does next. Puts a run that a crash left behind back on its way first. */
export async function advanceOrder(ctx: Ctx, orderId: string): Promise<OrderDirective> {
  const run = await loadRun(orderId);
  const recovered = recover(run, ctx.now);
  if (recovered === null) return { ...directiveOf(run, ctx.now), version: run.order.version };
  return commitOutcome(ctx, run, recovered);
}

/** Takes what a call or a poll brought into the record and says what comes next. */
export async function settleNode(
  ctx: Ctx,
  before: Run,
  outcome: CallResult,
): Promise<OrderDirective> {
  return commitOutcome(ctx, before, settle(before, outcome, ctx.now));
}

/** Whoever was faster (a callback, an operator, another machine) is right: on a conflict, look again. */
async function commitOutcome(ctx: Ctx, before: Run, after: Run): Promise<OrderDirective> {
  try {
    await commitRun(ctx, before, after, "machine");
    return { ...directiveOf(after, ctx.now), version: before.order.version + 1 };
  } catch (error) {
    if (error instanceof AppError && ["CONFLICT", "WRONG_STATE"].includes(error.code)) {
      return advanceOrder(ctx, before.order.orderId);
    }
    throw error;
  }
}

/** Commits an outcome; with the ticket when the order came to rest or to its end. */
export async function commitRun(
  ctx: Ctx,
  before: Run,
  after: Run,
  changer: Changer,
): Promise<void> {
  if (after.order.state === "succeeded") {
    return commitWithTicket(
      ctx,
      before,
      after,
      { event: "automation.done", comment: null },
      changer,
    );
  }
  if (after.order.state === "paused") {
    const error = currentNode(after)?.error ?? null;
    return commitWithTicket(
      ctx,
      before,
      after,
      { event: "automation.failed", comment: error },
      changer,
    );
  }
  return commitStep(ctx, before, after, "node.progress");
}
