import { setTimeout as sleep } from "node:timers/promises";

/** Waits until the condition holds; rejects after the limit, naming the condition. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  limitMs = 10_000,
): Promise<void> {
  const deadlineMs = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadlineMs)
      throw new Error(`Not true within ${limitMs} ms: ${condition.toString()}`);
    await sleep(20);
  }
}
