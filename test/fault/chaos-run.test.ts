import { expect, test } from "vitest";
import { runKills } from "./run-kills.ts";

test("killed 3 times while plans run, no effect is doubled or lost, and what nobody heard is told", async () => {
  const result = await runKills({ kills: 3, seed: 20261126, atOnce: 3 });
  const nothing: string[] = [];
  expect(result).toMatchObject({
    ...{ kills: 3, doubled: nothing, lost: nothing, unreported: nothing, untrue: nothing },
  });
  expect(result.sideEffects).toBeGreaterThan(0);
}, 600_000);
