import { dayMs, secondMs } from "#shared/core/clock.ts";
import { claimable } from "./claimable.ts";
import { earliest, isDue, isMoving, secondsUntil, type Frame } from "./frame.ts";

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

/** A machine's history holds 25,000 events and then fails it. */
export const mostMachineEvents = 20_000;
/** It never sleeps longer: engines lose very long timers. It looks again and sleeps on. */
const longestWaitMs = 7 * dayMs;
/** So long a machine may sleep deaf. */
const shortSeconds = 10;

/** What to do now. Reads only; what was due by time has been done before. */
export function directiveOf(frame: Frame, now: string): Directive {
  const { order, works } = frame;
  const seq = order.at;
  if (order.wakeAt === null) return { kind: "done" };
  if (order.machineEvents >= mostMachineEvents) return { kind: "continue" };
  const nextLook = earliest(works.map(({ nextLookAt }) => nextLookAt));
  if (isMoving(order)) {
    const isNew = frame.node?.seq !== seq || frame.node.state === "pending";
    if (isNew || claimable(frame, now).length > 0) return { kind: "dispatch", seq };
  }
  if (isDue(nextLook, now)) return { kind: "look", seq };
  const seconds = secondsUntil(order.wakeAt, now);
  if (nextLook === order.wakeAt && seconds <= shortSeconds) return { kind: "poll", seconds, seq };
  return { kind: "wait", seconds: Math.min(seconds, longestWaitMs / secondMs), seq };
}
