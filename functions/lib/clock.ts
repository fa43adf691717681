import { scaledClock } from "#shared/core/clock.ts";
import { env } from "./env.ts";

/** Now, as an ISO instant of the product's time; the same for every function of a process. */
export function now(): string {
  const { timeScale, timeEpochMs } = env();
  return scaledClock(timeScale, timeEpochMs).now().toISOString();
}
