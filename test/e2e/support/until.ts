import { setTimeout as sleep } from "node:timers/promises";

/** Waits until something is there and gives it; rejects after the limit, naming what was waited for. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined | false>,
  limitMs = 30_000,
): Promise<Found> {
  const deadlineMs = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadlineMs) throw new Error(`Not within ${limitMs} ms: ${what}`);
    await sleep(150);
  }
}
