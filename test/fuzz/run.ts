import { Worker } from "node:worker_threads";
import type { Violation } from "#test/support/fuzz/game.ts";
import { Tally } from "#test/support/fuzz/tally.ts";
import type { GameName } from "./games.ts";
import type { Report, Share } from "./worker.ts";

/** Random histories, shared out among cores. */

export type Failure = { index: number; violation: Violation };
export type Result = { done: number; tally: Tally; failed: Failure | null };
type Order = {
  game: GameName;
  histories: number;
  seed: number;
  workers: number;
  onReport?: (done: number) => void;
};

/** Plays them; the failure with the lowest number, if any. Whoever finds one plays no more. */
export async function runHistories(given: Order): Promise<Result> {
  const { game, histories, seed, workers, onReport } = given;
  const tally = new Tally();
  let done = 0;
  const add = (report: Report) => {
    done += report.done;
    tally.add(report.tally);
    onReport?.(done);
  };
  const shares = Array.from({ length: workers }, (_none, from) =>
    play({ game, seed, from, step: workers, histories }, add),
  );
  const failures = (await Promise.all(shares)).filter((one) => one !== null);
  const [failed = null] = failures.toSorted((a, b) => a.index - b.index);
  return { done, tally, failed };
}

function play(share: Share, add: (report: Report) => void): Promise<Failure | null> {
  const worker = new Worker(new URL("worker.ts", import.meta.url), { workerData: share });
  let failed: Failure | null = null;
  worker.on("message", (report: Report) => {
    failed ??= report.failed ?? null;
    add(report);
  });
  return new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.on("exit", () => resolve(failed));
  });
}
