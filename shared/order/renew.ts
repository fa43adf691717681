import type { Ctx } from "#shared/core/ctx.ts";
import { afresh } from "#shared/table/retry.ts";
import { commitChange } from "./commit.ts";
import { mostMachineEvents } from "./engine/limits.ts";
import { Move } from "./engine/move.ts";
import { loadFrame } from "./store.ts";

/**
 * Counts the events of the order's machine from nothing again, for the one that comes next. Returns the version
 * that names it: called twice it is the same machine. A crash in between is found by the reconciler.
 */
export function renewMachine(ctx: Ctx, orderId: string): Promise<number> {
  return afresh(async () => {
    const frame = await loadFrame(orderId);
    const { version, machineEvents } = frame.order;
    if (machineEvents < mostMachineEvents) return version;
    const move = new Move(frame, ctx.now);
    move.set({ machineEvents: 0 });
    await commitChange(ctx, frame, move.finish(), "machine");
    return version + 1;
  });
}
