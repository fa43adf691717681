import { AppError, type ErrorCode } from "#shared/core/error.ts";
import { turnBack } from "#shared/order/engine/back.ts";
import { confirm, decline } from "#shared/order/engine/confirm.ts";
import { force } from "#shared/order/engine/force.ts";
import { approve, fill, reject } from "#shared/order/engine/gate.ts";
import { complete, declareFailed, retry, skip } from "#shared/order/engine/mend.ts";
import type { Change } from "#shared/order/engine/move.ts";
import { pause, resume } from "#shared/order/engine/pause.ts";
import { attachAlert, judgeIneffective } from "#shared/order/engine/review.ts";
import { cancel, disown, drop } from "#shared/order/engine/stop.ts";
import { decisionSeconds } from "#test/support/order-model/plan.ts";
import { undoingOf, type Aim } from "./aim.ts";
import { instant, type OrderTable } from "./table.ts";

/** A deed as the product's verbs would do it. */
function call(table: OrderTable, { deed, by, value }: Aim, nowMs: number): Change | null {
  const frame = table.frame();
  const now = instant(nowMs);
  const given = { now, mover: { person: { id: by, name: by }, channel: "web" as const } };
  const gates = { isComplete: true, decisionSeconds };
  const reason = "why not";
  switch (deed.do) {
    case "fill":
      return fill(frame, [], given, gates);
    case "approve":
      return approve(frame, given, gates);
    case "reject":
      return reject(frame, given, reason);
    case "confirm":
      return confirm(frame, given, table.outlook(frame.order.at, value));
    case "decline":
      return decline(frame, given, reason);
    case "pause":
      return pause(frame, given, null);
    case "resume":
      return resume(frame, given);
    case "retry":
      return retry(frame, deed.seq, given, { key: deed.key, reason: null });
    case "skip":
      return skip(frame, deed.seq, given, reason);
    case "complete":
      return complete(frame, deed.seq, given, { reason });
    case "fail":
      return declareFailed(frame, deed.seq, given, reason);
    case "cancel":
      return cancel(frame, given, reason);
    case "drop":
      return drop(frame, given, reason);
    case "disown":
      return disown(frame, now);
    case "force": {
      const group = table.nodes.get(deed.seq);
      if (group === undefined) throw new Error(`no node ${deed.seq}`);
      return force(frame, group, given, reason);
    }
    case "back": {
      // The verb lays the nodes down before the order turns; nobody sees them if it does not.
      const undoing = undoingOf(table);
      const change = turnBack(frame, table.nodesBack(undoing), given, reason);
      table.addBack(undoing);
      return change;
    }
    case "alert back":
      return judgeIneffective(frame, now);
    case "attach":
      return attachAlert(frame, now, "alert");
    case "drift":
      return null;
  }
}

/** Throws whatever is no refusal. */
export function callEngine(
  table: OrderTable,
  aim: Aim,
  nowMs: number,
): { change: Change | null; code: ErrorCode | null } {
  try {
    return { change: call(table, aim, nowMs), code: null };
  } catch (error) {
    if (error instanceof AppError) return { change: null, code: error.code };
    throw error;
  }
}
