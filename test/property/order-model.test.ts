import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { runHistories } from "#test/fuzz/run.ts";
import { caseOf } from "#test/support/order-fuzz/case.ts";
import { shrink } from "#test/support/order-fuzz/shrink.ts";

const histories = 2500;

test("2,500 random histories of orders: engine and model agree, and every law holds at every moment", async () => {
  const seed = Date.now() % 1_000_000;
  const workers = availableParallelism();
  const { failed, done } = await runHistories({ game: "order", histories, seed, workers });
  const smaller = failed === null ? null : shrink(caseOf(seed, failed.index));
  // Said whole when it fails: how to see it again, what went wrong, and the smallest history that shows it.
  expect({ seed, failed, smaller }).toEqual({ seed, failed: null, smaller: null });
  expect(done).toBe(histories);
}, 120_000);
