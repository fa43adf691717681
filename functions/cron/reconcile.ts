import { logger } from "#functions/lib/logger.ts";
import { now } from "#functions/lib/clock.ts";
import { wake } from "#functions/lib/machine.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import { listOverdue } from "#shared/workflow/due.ts";

/** Ringing takes a moment; only what is late by more than this is taken for lost. */
const graceMs = minuteMs;

/**
 * Every minute: whatever should have moved and did not is rung again, or gets a new machine that goes on from
 * the record. Restart, redrive and continue-as-new are this one path.
 */
export async function handler(): Promise<{ woken: number }> {
  const at = now();
  const overdue = await listOverdue(after(at, -graceMs));
  for (const target of overdue) {
    logger.info("overdue", { target: target.id, version: target.version });
    // The minute makes the name new: an execution that failed at this version has spent the old one.
    await wake(target, `-${at.slice(0, 16).replaceAll(/\D/g, "")}`);
  }
  return { woken: overdue.length };
}
