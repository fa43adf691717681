import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { Tally } from "#test/support/fuzz/tally.ts";
import { games, type GameName } from "./games.ts";
import { runHistories, type Failure } from "./run.ts";

const progressMs = 10_000;

/**
 * `-- --histories N --seed S`: random histories of an engine and of the model beside it, on all cores. Exit status 1
 * and the shrunk history when they differ or a law is broken; `--only I` plays that one history again.
 */
export async function fuzz(name: GameName): Promise<void> {
  const { values: given } = parseArgs({
    options: { histories: { type: "string" }, seed: { type: "string" }, only: { type: "string" } },
  });
  const game = games[name];
  const histories = Number(given.histories ?? 100_000);
  const seed = Number(given.seed ?? Date.now() % 1_000_000);
  const beganMs = Date.now();
  const rate = (count: number) => Math.round((count / Math.max(1, Date.now() - beganMs)) * 1000);

  let printedMs = beganMs;
  function progress(done: number): void {
    if (Date.now() - printedMs < progressMs) return;
    printedMs = Date.now();
    console.log(`${done} of ${histories} histories, ${rate(done)} histories/s`);
  }

  function print({ commands, situations }: Tally, done: number): void {
    const rows = Object.values(commands);
    const total = rows.reduce((sum, { accepted, refused }) => sum + accepted + refused, 0);
    console.table(commands);
    console.table(Object.fromEntries(Object.entries(situations).toSorted((a, b) => b[1] - a[1])));
    const seconds = ((Date.now() - beganMs) / 1000).toFixed(1);
    console.log(`seed ${seed}: ${done} histories, ${total} commands in ${seconds} s`);
    console.log(`${rate(done)} histories/s, ${rate(total)} commands/s`);
  }

  function explain({ index, violation }: Failure): void {
    console.log(`history ${index} of seed ${seed} (again: --seed ${seed} --only ${index})`);
    console.log(`after command ${violation.step}: ${violation.command}\n${violation.problem}\n`);
    const smaller = game.shrink(game.caseOf(seed, index));
    console.log(
      `shrunk to ${smaller.commands.length} commands:\n${JSON.stringify(smaller, null, 1)}`,
    );
    const story: string[] = [];
    const again = game.play(smaller, undefined, story);
    for (const line of story) console.log(line);
    console.log(`after command ${again?.step}: ${again?.command}\n${again?.problem}`);
  }

  async function failureOf(): Promise<Failure | null> {
    if (given.only !== undefined) {
      const index = Number(given.only);
      const violation = game.play(game.caseOf(seed, index));
      return violation === null ? null : { index, violation };
    }
    const workers = availableParallelism();
    const result = await runHistories({ game: name, histories, seed, workers, onReport: progress });
    print(result.tally, result.done);
    return result.failed;
  }

  const failed = await failureOf();
  if (failed !== null) explain(failed);
  console.log(failed === null ? "no violation" : "1 violation");
  process.exitCode = failed === null ? 0 : 1;
}
