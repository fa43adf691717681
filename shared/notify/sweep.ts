import { after, minuteMs } from "#shared/core/clock.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import type { NoticeRecord } from "./record.ts";
import { sendNotice } from "./send.ts";
import { failMail, mailsSince } from "./store.ts";

/** The stream sends within seconds; what still waits after this was missed. */
const queuedMs = 2 * minuteMs;
/** A sender that has not reported by then will not. */
const sendingMs = 5 * minuteMs;

export type Sweep = { sent: number; unconfirmed: number };

/**
 * Repairs what a crash left behind: sends mails that nobody began to send, and gives up those that somebody
 * did begin with ("unconfirmed": they may have gone out). Called every minute; four Queries when all is well.
 */
export async function sweepMail(ctx: Ctx): Promise<Sweep> {
  const waiting = await mailsSince(after(ctx.now, -queuedMs));
  const queued = waiting.filter(({ mail }) => mail === "queued");
  const lost = waiting.filter((notice) => isLost(notice, after(ctx.now, -sendingMs)));
  for (const notice of lost) await failMail(notice, "unconfirmed");
  let sent = 0;
  for (const notice of queued) if (await sendNotice(ctx, notice)) sent += 1;
  return { sent, unconfirmed: lost.length };
}

function isLost({ mail, claimedAt }: NoticeRecord, before: string): boolean {
  return mail === "sending" && claimedAt !== null && claimedAt < before;
}
