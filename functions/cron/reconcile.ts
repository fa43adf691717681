import { startInstance } from "#functions/lib/instance.ts";
import { logger } from "#functions/lib/logger.ts";
import { now } from "#functions/lib/clock.ts";
import { wake, type Target } from "#functions/lib/machine.ts";
import { connectMailer } from "#functions/lib/mail-client.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { sweepMail } from "#shared/notify/sweep.ts";
import { listOverdue } from "#shared/workflow/due.ts";

startInstance();
connectMailer();

/** Ringing takes a moment; only what is late by more than this is taken for lost. */
const graceMs = minuteMs;

/** One that can't be woken must not keep those behind it asleep. */
async function wakeOne(target: Target, at: string): Promise<boolean> {
  try {
    // The minute makes the name new: an execution that failed at this version has spent the old one.
    await wake(target, `-${at.slice(0, 16).replaceAll(/\D/g, "")}`);
    return true;
  } catch (error) {
    logger.error("overdue and not woken", { target: target.id, error: error as Error });
    return false;
  }
}

/**
 * Every minute: whatever should have moved and did not is rung again, or gets a new machine that goes on from
 * the record. Restart, redrive and continue-as-new are this one path. Mails that a crash left behind go out too.
 */
export async function handler(): Promise<{ woken: number; sent: number }> {
  const at = now();
  const overdue = await listOverdue(after(at, -graceMs));
  let woken = 0;
  for (const target of overdue) {
    logger.info("overdue", { target: target.id, version: target.version });
    if (await wakeOne(target, at)) woken += 1;
  }
  const { sent } = await sweepMail(systemCtx("reconcile", at));
  return { woken, sent };
}
