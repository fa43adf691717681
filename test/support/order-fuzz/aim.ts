import { isEnded } from "#shared/order/engine/frame.ts";
import { hasFailed } from "#shared/order/engine/work.ts";
import { needsPeople } from "#shared/order/needs.ts";
import type { Dice } from "#test/support/fuzz/dice.ts";
import type { Deed } from "#test/support/order-model/model.ts";
import { requester } from "#test/support/order-model/plan.ts";
import type { Kind } from "./case.ts";
import { inverseOf, type OrderTable } from "./table.ts";

/** What somebody does to an order as it is now, or what happens around it (`drift`). */
export type Aim = {
  deed: Deed | { do: "drift" };
  by: string;
  /** Filled in on confirming. */
  value: string | undefined;
};

const people = ["bob", "carol", "dave", requester] as const;

const deedsAtRest = ["confirm", "decline", "retry", "skip", "complete", "fail", "back", "fill"];
const deedsOnTheWay = ["answer", "answer", "report", "next"] as const;
const timePasses = ["next", "wait", "sleep", "answer", "lose", "report", "stale"];

/** Mostly something that means something now: refusals teach little. */
export function likely(table: OrderTable, kind: Kind, dice: Dice): Kind {
  const { order } = table;
  if (kind === "drift" || kind === "alert" || dice.chance(8)) return kind;
  if (needsPeople(order) && timePasses.includes(kind) && dice.chance(25)) return kind;
  const node = table.nodes.get(order.at);
  switch (order.state) {
    case "waiting_params":
      return dice.chance(92) ? "fill" : "cancel";
    case "pending_approval":
      return dice.chance(92) ? "approve" : dice.pick(["reject", "cancel"]);
    case "scheduled":
      return dice.chance(90) ? "next" : "cancel";
    case "waiting_confirm": {
      if (node?.kind === "group" && dice.chance(15)) return "force";
      return dice.chance(80) ? "confirm" : dice.pick(["decline", "cancel", "resume"]);
    }
    case "paused": {
      const isStuck = node !== undefined && hasFailed(node);
      if (!isStuck) return dice.chance(85) ? "resume" : dice.pick(["cancel", "drop", "report"]);
      const mending = ["retry", "retry", "skip", "complete", "fail"] as const;
      return dice.chance(90) ? dice.pick(mending) : dice.pick(["cancel", "resume", "drop"]);
    }
    default:
  }
  if (isEnded(order)) return undoingOf(table).length > 0 ? "back" : kind;
  return deedsAtRest.includes(kind) ? dice.pick(deedsOnTheWay) : kind;
}

/** A node of the kind; mostly the one whose turn it is. */
function seqOf(table: OrderTable, kind: "group" | "action", dice: Dice): number {
  const { order } = table;
  if (kind === "action" && dice.chance(92)) return order.at;
  const near = table.nodes.get(order.at)?.group ?? null;
  if (kind === "group" && near !== null && dice.chance(60)) return near;
  const all = [...table.nodes.values()].filter(
    (node) => (node.kind === "group") === (kind === "group"),
  );
  return dice.some(all, 1)[0]?.seq ?? 1;
}

function drift(table: OrderTable, dice: Dice): void {
  const seq = Math.min(table.order.nodeCount, table.order.at + dice.below(2));
  const known = table.drift.get(seq) ?? { version: 0, isFaulty: false, targets: 0 };
  const change = dice.pick(["version", "fault", "mend", "mend", "more", "fewer"]);
  if (change === "version") known.version += 1;
  if (change === "fault") known.isFaulty = true;
  if (change === "mend") known.isFaulty = false;
  if (change === "more") known.targets += 1;
  if (change === "fewer") known.targets -= 1;
  table.drift.set(seq, known);
}

/** What a rollback would undo: what succeeded by itself and can be undone, last one first. */
export function undoingOf(table: OrderTable) {
  const done = [...table.nodes.values()].filter(
    ({ kind, state, endedBy, traits }) =>
      kind === "action" &&
      state === "succeeded" &&
      endedBy === null &&
      traits?.isReversible === true,
  );
  return done
    .toSorted((a, b) => b.seq - a.seq)
    .flatMap(({ seq, output, targets }) => {
      const step = table.steps.get(seq);
      const worked = targets === null ? null : (output?.["targets"] as string[]);
      return step === undefined ? [] : [{ seq, step: inverseOf(step, worked) }];
    });
}

export function aimDeed(table: OrderTable, kind: Kind, dice: Dice): Aim {
  const by = dice.pick(people);
  const aimed = (deed: Aim["deed"], value?: string): Aim => ({ deed, by, value });
  const { order } = table;
  const seq = seqOf(table, kind === "force" ? "group" : "action", dice);
  switch (kind) {
    case "drift":
      drift(table, dice);
      return aimed({ do: "drift" });
    case "approve":
      return aimed({ do: "approve", by });
    case "confirm": {
      const node = table.nodes.get(order.at);
      const isBegun = node !== undefined && node.startedAt !== null;
      const lacks = table.outlook(order.at)?.missing.length ?? 0;
      const value = lacks > 0 && !isBegun ? dice.pick(["x", "y"]) : undefined;
      const version = table.outlook(order.at, value)?.hash ?? "";
      return aimed({ do: "confirm", by, version }, value);
    }
    case "retry":
      return aimed({ do: "retry", seq, key: dice.pick([undefined, undefined, "same", "fresh"]) });
    case "skip":
      return aimed({ do: "skip", seq, by });
    case "complete":
    case "fail":
      return aimed({ do: kind, seq });
    case "force":
      return aimed({ do: "force", seq });
    case "back":
      return aimed({ do: "back", undoing: undoingOf(table).map(({ step }) => step) });
    case "alert":
      return aimed({ do: dice.chance(50) ? "alert back" : "attach" });
    case "fill":
    case "resume":
    case "cancel":
    case "pause":
    case "reject":
    case "decline":
    case "disown":
      return aimed({ do: kind });
    case "drop":
      return aimed({ do: order.plan === null ? "drop" : "cancel" });
    default:
      throw new Error(`${kind} is no deed`);
  }
}
