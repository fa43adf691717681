import { parentPort, workerData } from "node:worker_threads";
import { caseOf } from "#test/support/fuzz/case.ts";
import { Coverage } from "#test/support/fuzz/coverage.ts";
import { play, type Violation } from "#test/support/fuzz/play.ts";

/** One core's share of a run: every history whose number leaves the same rest. */

export type Share = { seed: number; from: number; step: number; histories: number };
export type Report = {
  done: number;
  coverage: Pick<Coverage, "commands" | "situations">;
  failed?: { index: number; violation: Violation };
};

const reportEvery = 500;

// Refusals are many, and nobody reads where they were thrown.
Error.stackTraceLimit = 0;

const { seed, from, step, histories } = workerData as Share;
let [done, coverage] = [0, new Coverage()];

function report(failed?: Report["failed"]): void {
  const { commands, situations } = coverage;
  const told: Report = { done, coverage: { commands, situations }, failed };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(told);
  [done, coverage] = [0, new Coverage()];
}

for (let index = from; index < histories; index += step) {
  const violation = play(caseOf(seed, index), coverage);
  done += 1;
  if (violation !== null) {
    report({ index, violation });
    break;
  }
  if (done === reportEvery) report();
}
report();
