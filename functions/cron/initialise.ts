import { now } from "#functions/lib/clock.ts";
import { ownRelease, startInstance } from "#functions/lib/instance.ts";
import { logger } from "#functions/lib/logger.ts";
import { initialise, type InitOutcome } from "#shared/setting/initialise.ts";

startInstance();

/**
 * Called once per deployment, before the release is used. Throws when a task failed: the deployment must say so.
 * What failed is run again by the next deployment, or by hand.
 */
export async function handler(): Promise<Record<string, InitOutcome>> {
  const release = ownRelease();
  const outcomes = await initialise({ release, now });
  logger.info("initialised", { release: release.id, outcomes });
  const failed = Object.keys(outcomes).filter((task) => outcomes[task] === "failed");
  if (failed.length > 0) throw new Error(`Initialisation failed: ${failed.join(", ")}.`);
  return outcomes;
}
