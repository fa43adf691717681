import { AsyncLocalStorage } from "node:async_hooks";
import { dynamo } from "#shared/table/client.ts";

type Hold = { left: number; until: Promise<unknown> };
const hold = new AsyncLocalStorage<Hold>();

dynamo.middlewareStack.add(
  (next) => async (args) => {
    const held = hold.getStore();
    if (held !== undefined) {
      held.left -= 1;
      if (held.left === -1) await held.until;
    }
    return next(args);
  },
  { step: "initialize", name: "hold" },
);

/**
 * Runs a command that stops before its request number `at` to the table, counted from 0, until something else has
 * ended: everything that came before was read in another world.
 */
export function heldAt<Result>(
  at: number,
  until: Promise<unknown>,
  command: () => Promise<Result>,
): Promise<Result> {
  return hold.run({ left: at, until }, command);
}
