import { expect, test } from "vitest";
import { runChaos } from "./run-chaos.ts";

test("killed 30 times at random while 40 tickets run, none is lost, stuck or decided twice", async () => {
  const result = await runChaos({ kills: 30, tickets: 40, seed: 20261121 });
  expect(result).toMatchObject({
    kills: 30,
    completed: 40,
    doubled: [],
    lost: [],
    untrue: [],
    sideEffects: 40,
  });
}, 900_000);
