import type { Ctx } from "#shared/core/ctx.ts";
import { committed, isOvertaken } from "./advance.ts";
import { commitChange } from "./commit.ts";
import { claim } from "./engine/claim.ts";
import type { Frame } from "./engine/frame.ts";
import { disown } from "./engine/stop.ts";
import { holdsLock, isHeld } from "./lock.ts";
import { outlookOf } from "./outlook.ts";
import type { Work } from "./record.ts";
import { loadFrame } from "./store.ts";
import { isTask } from "./task.ts";
import { taskRuns } from "./ticket.ts";

/**
 * Takes the calls that the current node may make now. Null when there is none or somebody else took them. Only who
 * holds the claim may cause the side effect; a crash after this point is found by the lease.
 */
export async function claimWork(
  ctx: Ctx,
  orderId: string,
  seq: number,
): Promise<{ frame: Frame; claimed: Work[] } | null> {
  const before = await loadFrame(orderId, seq);
  const isNew = before.node?.state === "pending";
  const outlook =
    isNew && before.node?.seq === before.order.at ? await outlookOf(before, ctx.now) : null;
  const taken = claim(before, ctx.now, outlook);
  if (taken === null) return null;
  try {
    const fence = taken.claimed.some(hasEffect) ? holdsLock(before.order) : [];
    const writes = [...fence, ...(firstOfTask(before, isNew) ?? [])];
    await commitChange(ctx, before, taken.change, "machine", { writes });
    return { frame: committed(before, taken.change.frame), claimed: taken.claimed };
  } catch (error) {
    if (isHeld(error)) await stopWithoutKey(ctx, before);
    else if (!isOvertaken(error)) throw error;
    return null;
  }
}

/** What stops an operation, or finds it, may be done by whoever began it. */
function hasEffect({ call }: Work): boolean {
  return call !== "cancel" && call !== "find";
}

async function stopWithoutKey(ctx: Ctx, frame: Frame): Promise<void> {
  const change = disown(frame, ctx.now);
  if (change === null) return;
  try {
    await commitChange(ctx, frame, change, "machine");
  } catch (error) {
    if (!isOvertaken(error)) throw error;
  }
}

function firstOfTask({ order }: Frame, isNew: boolean) {
  return isNew && isTask(order) ? taskRuns(order) : undefined;
}
