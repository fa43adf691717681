import { parentPort, workerData } from "node:worker_threads";
import type { Violation } from "#test/support/fuzz/game.ts";
import type { Tally } from "#test/support/fuzz/tally.ts";
import { games, type GameName } from "./games.ts";

/** One core's share of a run: every history whose number leaves the same rest. */

export type Share = { game: GameName; seed: number; from: number; step: number; histories: number };
export type Report = {
  done: number;
  tally: Pick<Tally, "commands" | "situations">;
  failed?: { index: number; violation: Violation };
};

const reportEvery = 500;

// Refusals are many, and nobody reads where they were thrown.
Error.stackTraceLimit = 0;

const { game, seed, from, step, histories } = workerData as Share;
const played = games[game];
let [done, tally] = [0, played.tally()];

function report(failed?: Report["failed"]): void {
  const { commands, situations } = tally;
  const told: Report = { done, tally: { commands, situations }, failed };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(told);
  [done, tally] = [0, played.tally()];
}

for (let index = from; index < histories; index += step) {
  const violation = played.play(played.caseOf(seed, index), tally);
  done += 1;
  if (violation !== null) {
    report({ index, violation });
    break;
  }
  if (done === reportEvery) report();
}
report();
