import { expect, test } from "vitest";
import { runChaos } from "./run-chaos.ts";

test("killed 12 times at random while 20 tickets run, none is lost, stuck or decided twice", async () => {
  const result = await runChaos({ kills: 12, tickets: 20, seed: 20261121 });
  expect(result).toMatchObject({
    kills: 12,
    completed: 20,
    doubled: [],
    lost: [],
    untrue: [],
    sideEffects: 20,
  });
}, 900_000);
