import { setTimeout as sleep } from "node:timers/promises";

const lookEveryMs = 120;

/** Waits until `look` answers something true and returns it; after the limit it says what it waited for. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined | false>,
  limitMs = 25_000,
): Promise<Found> {
  const endMs = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > endMs) throw new Error(`not within ${limitMs} ms: ${what}`);
    await sleep(lookEveryMs);
  }
}
