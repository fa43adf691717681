import { expect, test } from "vitest";
import { runChaos } from "./run-chaos.ts";

test("killed 6 times at random while 12 tickets run, none is lost, stuck or decided twice", async () => {
  const result = await runChaos({ kills: 6, tickets: 12, seed: 20261121 });
  expect(result).toMatchObject({
    kills: 6,
    completed: 12,
    doubled: [],
    lost: [],
    untrue: [],
    sideEffects: 12,
  });
}, 900_000);
