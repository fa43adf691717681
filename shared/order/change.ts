import type { Ctx } from "#shared/core/ctx.ts";
import { afresh } from "#shared/table/retry.ts";
import { assertOfPlan, loadForOperator } from "./access.ts";
import { commitChange, moverOf } from "./commit.ts";
import type { Frame } from "./engine/frame.ts";
import type { Change, Mover } from "./engine/move.ts";

type Decide = (frame: Frame, deed: { now: string; mover: Mover }) => Change | Promise<Change>;

/** An operator moves an order. On a conflict she decides on what the other left. */
export function changeOrder(
  ctx: Ctx,
  { orderId, seq }: { orderId: string; seq?: number },
  decide: Decide,
): Promise<string> {
  return afresh(async () => {
    const frame = await loadForOperator(ctx, orderId, seq);
    const change = await decide(frame, { now: ctx.now, mover: moverOf(ctx) });
    await commitChange(ctx, frame, change, "other");
    return orderId;
  });
}

/** The same for what tickets' tasks can't have. */
export function changePlanOrder(
  ctx: Ctx,
  given: { orderId: string; seq?: number },
  decide: Decide,
): Promise<string> {
  return changeOrder(ctx, given, (frame, deed) => {
    assertOfPlan(frame);
    return decide(frame, deed);
  });
}
