import { claimable } from "./claimable.ts";
import { earliest, isDue, nodeAt, secondsUntil, type Frame } from "./frame.ts";
import { deafSeconds, longestSleepSeconds, mostMachineEvents } from "./limits.ts";
import { nextInstant } from "./next.ts";

/** What the run machine does next. `seq` is the node it is about, `seconds` how long it may sleep. */
export type Directive =
  | { kind: "dispatch"; seq: number }
  /** Sleeps without a bell, then looks: only for moments. */
  | { kind: "poll"; seconds: number; seq: number }
  | { kind: "look"; seq: number }
  | { kind: "wait"; seconds: number; seq: number }
  /** Its history is full: another machine goes on. */
  | { kind: "continue" }
  | { kind: "done" };

/** What to do now. Reads only. */
export function directiveOf(frame: Frame, now: string): Directive {
  const { order, works } = frame;
  const seq = order.at;
  const next = nextInstant(frame, now);
  if (next === null) return { kind: "done" };
  if (order.machineEvents >= mostMachineEvents) return { kind: "continue" };
  const nextLook = nodeAt(frame) === null ? null : earliest(works.map((work) => work.nextLookAt));
  const isLook = nextLook === next && claimable(frame, now).length === 0;
  if (isDue(next, now)) return { kind: isLook ? "look" : "dispatch", seq };
  const seconds = secondsUntil(next, now);
  if (isLook && seconds <= deafSeconds) return { kind: "poll", seconds, seq };
  return { kind: "wait", seconds: Math.min(seconds, longestSleepSeconds), seq };
}
