import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { runHistories } from "#test/fuzz/run.ts";
import { shrink } from "#test/support/fuzz/shrink.ts";
import { caseOf } from "#test/support/fuzz/case.ts";

const histories = 10_000;

test("10,000 random histories: engine and model agree, and every law holds after every command", async () => {
  const seed = Date.now() % 1_000_000;
  const { failed, done } = await runHistories({
    game: "approval",
    histories,
    seed,
    workers: availableParallelism(),
  });
  const smaller = failed === null ? null : shrink(caseOf(seed, failed.index));
  // Said whole when it fails: how to see it again, what went wrong, and the smallest history that shows it.
  expect({ seed, failed, smaller }).toEqual({ seed, failed: null, smaller: null });
  expect(done).toBe(histories);
}, 120_000);
