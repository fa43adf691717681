import { Entity } from "electrodb";
import { count, json, optionalText, text, word } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { NoticeRecord } from "./record.ts";

/** Mails on their way are spread over this many partitions; the sweep reads them all. */
export const mailShardCount = 4;

export const NoticeEntity = new Entity({
  model: { service, entity: "notice", version: "1" },
  attributes: {
    userId: text,
    noticeId: text,
    kind: { type: word<NoticeRecord["kind"]>(), required: true },
    subject: { type: json<NoticeRecord["subject"]>(), required: true },
    number: { type: "string", required: true },
    title: text,
    templateName: { type: json<NoticeRecord["templateName"]>(), required: true },
    actorName: text,
    onBehalfOf: optionalText,
    comment: optionalText,
    outcome: optionalText,
    at: text,
    isRead: { type: "boolean", required: true },
    /** The receiver while the notice is unread: keeps the index small. */
    unreadBy: optionalText,
    mail: { type: word<NoticeRecord["mail"]>(), required: true },
    mailAt: optionalText,
    /** Only while the mail is queued or being sent. */
    mailShard: optionalText,
    claimedAt: optionalText,
    mailTries: count,
    messageId: optionalText,
    mailError: optionalText,
  },
  indexes: {
    notice: {
      pk: { field: "pk", composite: ["userId"] },
      sk: { field: "sk", composite: ["noticeId"] },
    },
    byUnread: {
      index: "gsi1",
      condition: (item: { unreadBy?: string }) => item.unreadBy !== undefined,
      pk: { field: "gsi1pk", composite: ["unreadBy"] },
      sk: { field: "gsi1sk", composite: ["noticeId"] },
    },
    byMail: {
      index: "gsi2",
      condition: (item: { mailShard?: string }) => item.mailShard !== undefined,
      pk: { field: "gsi2pk", composite: ["mailShard"] },
      sk: { field: "gsi2sk", composite: ["mailAt"] },
    },
  },
});
