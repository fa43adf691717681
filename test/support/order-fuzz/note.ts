import { isEnded, type Frame } from "#shared/order/engine/frame.ts";
import type { Change } from "#shared/order/engine/move.ts";
import type { Tally } from "#test/support/fuzz/tally.ts";

/** Situations worth having been in. */
export function note(tally: Tally, before: Frame, { frame, works, events }: Change): void {
  const { order } = frame;
  if (isEnded(order) && !isEnded(before.order)) tally.see(`ended ${order.state}`);
  for (const { type } of events) tally.see(type);
  for (const work of works) {
    if (work.state === "unknown" && work.late === null) tally.see(`unknown: ${work.error?.code}`);
    if (work.call === "find" && work.phase === "calling") tally.see("looked for what was lost");
    if (work.call === "cancel" && work.phase === "calling") tally.see("stopping an operation");
    if (work.doubt !== null) tally.see("a step in doubt");
    if (work.mayHaveBegun && work.state === "pending") tally.see("a start repeated");
    if (work.late !== null) tally.see("heard late");
    if (work.stopAs === "cancelled" && work.phase === "awaiting_callback") {
      tally.see("a report awaited while stopping");
    }
  }
  if (order.isPausing && order.state === "waiting_confirm") tally.see("asked while it is to rest");
  if (frame.node?.reason === "forced") tally.see("left out in a forced part");
  if (order.restsFrom !== null && order.state === "running") tally.see("clock stands for a person");
}
