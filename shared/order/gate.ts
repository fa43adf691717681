import { findAction } from "#shared/action/catalogue/index.ts";
import { factsOf } from "#shared/action/facts.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { loadReadable } from "./access.ts";
import { driftOf } from "./drift.ts";
import { outlookOf } from "./outlook.ts";
import type { NodeRecord, OrderRecord } from "./record.ts";
import { getNode, loadFrame } from "./store.ts";
import type { GateView } from "./view/schema.ts";

/** The number of targets is typed before much can go wrong. */
export function needsCount({ risk, kind }: NodeRecord): boolean {
  return kind === "action" && risk === "high";
}

/** A group is confirmed as a whole: what it stands for is the part of the plan as it was snapshot. */
export function groupHash({ plan }: OrderRecord, { seq, isForced }: NodeRecord): string {
  return `${plan?.hash ?? ""}:${seq}:${isForced ? "forced" : "graceful"}`;
}

/** What somebody sees before she confirms the node that waits, as it is now. */
export async function getGate(
  ctx: Ctx,
  { orderId, seq }: { orderId: string; seq: number },
): Promise<GateView> {
  await loadReadable(ctx, orderId);
  const frame = await loadFrame(orderId, seq);
  const { order, node } = frame;
  if (node?.seq !== seq) {
    if ((await getNode(orderId, seq)) === undefined) throw notFound("node");
    throw new AppError("WRONG_STATE", "It is not this node's turn.");
  }
  const outlook = await outlookOf(frame, ctx.now);
  const drift = await driftOf(order, node, outlook);
  const { parameters, sources } = outlook ?? { parameters: {}, sources: {} };
  const begun = node.traits !== null;
  const action = findAction(node.action ?? "");
  return {
    hash: outlook?.hash ?? groupHash(order, node),
    parameters,
    sources,
    missing: outlook?.missing ?? [],
    fields: action === undefined ? [] : factsOf(action).parameters,
    targets: begun ? node.targets : (outlook?.targets ?? null),
    fault: outlook?.missing.length === 0 ? outlook.fault : null,
    drift,
    needsCount: needsCount(node),
  };
}
