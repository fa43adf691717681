import type { Bilingual } from "#shared/core/text.ts";
import type { Notice, NoticeKind, NoticeSubject } from "./schema.ts";

export type MailState = Notice["mail"];

/** A notice as stored, with the way of its mail. Its time is that of the event. */
export type NoticeRecord = {
  userId: string;
  noticeId: string;
  kind: NoticeKind;
  subject: NoticeSubject;
  number: string;
  title: string;
  templateName: Bilingual;
  actorName: string;
  onBehalfOf: string | null;
  comment: string | null;
  outcome: string | null;
  at: string;
  isRead: boolean;
  mail: MailState;
  /** Since when the mail waits to be sent. */
  mailAt: string | null;
  /** When somebody began to send it; from then on it is never sent by anybody else. */
  claimedAt: string | null;
  mailTries: number;
  messageId: string | null;
  mailError: string | null;
};

export type NoticeKey = Pick<NoticeRecord, "userId" | "noticeId">;

/**
 * One per event, person and kind: made from them, so that a redelivered event finds its notice already there.
 * The person is the other half of the key. Sorts by the time of the event.
 */
export function noticeIdOf(eventId: string, kind: NoticeKind): string {
  return `ntc_${eventId.slice("evt_".length)}_${kind}`;
}
