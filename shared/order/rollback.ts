import type { Ctx } from "#shared/core/ctx.ts";
import { stage } from "#shared/table/commit.ts";
import { afresh } from "#shared/table/retry.ts";
import { assertOfPlan, loadForOperator, loadReadable } from "./access.ts";
import { newNode } from "./blank.ts";
import { commitChange, moverOf } from "./commit.ts";
import { turnBack } from "./engine/back.ts";
import { inversesOf, type Inverse } from "./inverse.ts";
import { isHeld, refusalOf, takeLock } from "./lock.ts";
import type { NodeRecord, OrderRecord } from "./record.ts";
import { loadOrderPage, nodeRows } from "./store.ts";
import type { RollbackPreview } from "./view/schema.ts";

function undoing({ orderId, nodeCount }: OrderRecord, inverses: Inverse[]): NodeRecord[] {
  return inverses.map(({ node, code, parameters }, index) =>
    newNode({
      orderId,
      seq: nodeCount + index + 1,
      kind: "rollback",
      label: `↺ ${node.label}`,
      stepId: node.stepId,
      undoes: node.seq,
      name: node.name,
      action: code,
      risk: node.risk,
      strategy: { ...node.strategy, preConfirm: false, gracefulOnly: false, confirmBatches: false },
      parameters,
      sources: Object.fromEntries(Object.keys(parameters).map((key) => [key, "output" as const])),
    }),
  );
}

/** What a rollback would undo, and what was done and stays. */
export async function previewRollback(ctx: Ctx, orderId: string): Promise<RollbackPreview> {
  const { page } = await loadReadable(ctx, orderId);
  const shown = (node: NodeRecord) => ({
    seq: node.seq,
    name: node.name,
    action: node.action ?? "",
  });
  const undo = [...new Set(inversesOf(page.nodes, page.works).map(({ node }) => node))];
  const done = page.nodes.filter(({ kind, startedAt }) => kind === "action" && startedAt !== null);
  const stays = done.filter((node) => !undo.includes(node));
  return { undo: undo.map(shown), stays: stays.map(shown) };
}

/** Undoes in reverse what can be undone of an order that has ended. Takes the key of its plan again. */
export function rollbackOrder(
  ctx: Ctx,
  { orderId, reason }: { orderId: string; reason: string },
): Promise<string> {
  return afresh(async () => {
    const frame = await loadForOperator(ctx, orderId);
    assertOfPlan(frame);
    const { order } = frame;
    const { nodes, works } = await loadOrderPage(orderId);
    const back = undoing(order, inversesOf(nodes, works));
    const change = turnBack(frame, back, { now: ctx.now, mover: moverOf(ctx) }, reason);
    // Nobody sees these before the order turns back; a second attempt writes the same ones.
    await stage(nodeRows(back).map(({ params }) => params));
    const writes = takeLock(order, { now: ctx.now, isWarm: true });
    try {
      await commitChange(ctx, frame, change, "other", { writes });
    } catch (error) {
      throw isHeld(error) && order.lock !== null ? await refusalOf(order.lock.key, ctx.now) : error;
    }
    return orderId;
  });
}
