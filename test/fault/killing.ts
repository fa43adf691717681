import { setTimeout as sleep } from "node:timers/promises";
import type { Supervisor } from "./supervisor.ts";

/** When the product is killed. */

const longestMs = 2500;

/** Small, fast and repeatable: the same seed kills at the same distances. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export type Killing = {
  kills: number;
  random: () => number;
  /** Resolves when it is time to kill; by default a random while after it is there. */
  moment?: () => Promise<void>;
  /** How many of the kills come before it is there again, of one. */
  early?: number;
  onKill?: ((kill: number) => void) | undefined;
};

const earlyMs = 4000;

/** Kills it at random moments, and starts it again each time. */
export async function killAll(supervisor: Supervisor, given: Killing): Promise<void> {
  const { kills, random, early = 0, onKill } = given;
  const moment = given.moment ?? (() => sleep(random() * longestMs));
  const last = supervisor.kills + kills;
  while (supervisor.kills < last) {
    await moment();
    await supervisor.kill();
    while (supervisor.kills < last && random() < early) {
      await supervisor.startAndKill(random() * earlyMs);
    }
    await supervisor.start();
    onKill?.(supervisor.kills);
  }
}
