import type { Ctx } from "#shared/core/ctx.ts";
import { getUser } from "#shared/org/load.ts";
import { composeMail } from "./compose.ts";
import { mailer, type MailResult } from "./mailer.ts";
import type { NoticeKey, NoticeRecord } from "./record.ts";
import { acceptMail, claimMail, failMail, requeueMail } from "./store.ts";

/** A mail that is refused for a while is tried this often. */
const mostTries = 5;

async function tryToSend(notice: NoticeRecord): Promise<MailResult> {
  const person = await getUser(notice.userId);
  if (person === undefined || person.state !== "active" || !person.mailNotices) {
    return { kind: "refused", reason: "the receiver wants no mail any more", isTemporary: false };
  }
  const { publicUrl, send } = mailer();
  return send(composeMail(notice, person, publicUrl));
}

/**
 * Sends the mail of a notice if it is queued. The claim comes first and the mail service knows no retry key:
 * after a crash or an unclear answer the mail may be out, so it is given up rather than sent twice.
 */
export async function sendNotice(ctx: Ctx, { userId, noticeId }: NoticeKey): Promise<boolean> {
  const key = { userId, noticeId };
  const notice = await claimMail(key, ctx.now);
  if (notice === null) return false;
  const result = await resultOf(notice);
  if (result.kind === "accepted") await acceptMail(key, result.messageId);
  else if (result.isTemporary && notice.mailTries < mostTries) await requeueMail(notice, ctx.now);
  else await failMail(key, result.reason);
  return result.kind === "accepted";
}

async function resultOf(notice: NoticeRecord): Promise<MailResult> {
  try {
    return await tryToSend(notice);
  } catch (error) {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: "refused", reason: `unconfirmed: ${cause}`, isTemporary: false };
  }
}
