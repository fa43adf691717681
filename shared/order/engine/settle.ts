import type { Outcome } from "#shared/action/driver.ts";
import type { Work } from "#shared/order/record.ts";
import { conclude } from "./conclude.ts";
import { nodeAt, type Frame } from "./frame.ts";
import { hearLate, mayBeLate } from "./late.ts";
import { Move, platform, type Change, type Mover } from "./move.ts";
import { react } from "./react.ts";

/** What came of one call or look. `turn` is that of the work when it was asked. */
export type Result = { seq: number; index: number; turn: number; outcome: Outcome };

/**
 * Takes in what calls and looks brought. A result that fits its work no more (somebody stopped it, the lease ran
 * out) changes nothing; null when none fits.
 */
export function settle(frame: Frame, results: Result[], now: string): Change | null {
  const node = nodeAt(frame);
  const move = new Move(frame, now);
  let fitting = 0;
  for (const { seq, index, turn, outcome } of results) {
    const work = workAt(move, index);
    if (node?.seq !== seq || work?.turn !== turn) continue;
    takeIn(move, work, outcome);
    fitting += 1;
  }
  if (fitting === 0) return null;
  conclude(move);
  return move.finish();
}

/**
 * What the other side, or a person, reports for work that awaits it. A repeated report changes nothing (null), one
 * that comes after the verdict is told.
 */
export function report(
  frame: Frame,
  index: number,
  outcome: Outcome,
  now: string,
  mover: Mover = platform,
): Change | null {
  const work = nodeAt(frame) === null ? undefined : workAt(frame, index);
  if (work === undefined || !(mayBeReported(work) || mayBeLate(work))) return null;
  const move = new Move(frame, now, mover);
  if (work.phase === "awaiting_person") tellPerformed(move, work, outcome);
  takeIn(move, work, outcome);
  conclude(move);
  return move.finish();
}

/** What somebody did is told with her name. */
function tellPerformed(move: Move, { target }: Work, outcome: Outcome): void {
  const said =
    outcome.kind === "succeeded" ? outcome.text : "message" in outcome && outcome.message;
  const comment = said ? { comment: said } : {};
  const at = target === null ? {} : { target };
  move.tellNode("node.performed", { to: outcome.kind, ...comment, ...at });
}

/** A quick other side may report before its first answer has been taken in, or when that was lost. */
function mayBeReported({ state, phase, call, mayHaveBegun }: Work): boolean {
  if (phase === "awaiting_callback" || phase === "awaiting_person") return true;
  const isOpen = state === "running" || state === "pending";
  return isOpen && (mayHaveBegun || (phase === "calling" && call === "start"));
}

function workAt({ works }: Pick<Frame, "works">, index: number): Work | undefined {
  return works.find((one) => one.index === index);
}

/** The work is what it is after this came; whoever needs to know of it is told. */
export function takeIn(move: Move, work: Work, outcome: Outcome): void {
  const target = work.target === null ? {} : { target: work.target };
  if (mayBeLate(work)) {
    const { late } = move.setWork(hearLate(work, outcome, move.now));
    if (late !== null) move.tellNode("node.lateResult", { comment: late, ...target });
    return;
  }
  const { phase, people } = move.setWork(react(work, outcome, move.site()));
  if (phase !== "awaiting_person") return;
  move.tellNode("node.personAsked", { people, ...target }, { kind: "order.asked", to: people });
}
