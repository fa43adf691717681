import { fromItem, toItem } from "#shared/table/attribute.ts";
import { here, shardOf } from "#shared/table/model.ts";
import { isRefused } from "#shared/table/refused.ts";
import { mailShardCount, NoticeEntity } from "./entity.ts";
import type { NoticeKey, NoticeRecord } from "./record.ts";

const nullable = [
  "onBehalfOf",
  "comment",
  "outcome",
  "mailAt",
  "claimedAt",
  "messageId",
  "mailError",
] as const;

export function noticeOf(item: object): NoticeRecord {
  return fromItem<NoticeRecord>(item, nullable);
}

/** Null when the write's own condition says that there is nothing to do any more. */
async function unlessRefused<Result>(write: Promise<Result>): Promise<Result | null> {
  try {
    return await write;
  } catch (error) {
    if (isRefused(error)) return null;
    throw error;
  }
}

/** Stores a notice unless it is there already: an event that comes again changes nothing. */
export async function createNotice(notice: NoticeRecord): Promise<void> {
  const unread = notice.isRead ? {} : { unreadBy: notice.userId };
  const item = { ...toItem(notice), ...unread, ...mailKey(notice) };
  await unlessRefused(NoticeEntity.create(item).go(here()));
}

/** Marks one notice of the person as read; no notice of hers, or read before: nothing happens. */
export async function markRead(key: NoticeKey): Promise<void> {
  const read = NoticeEntity.patch(key)
    .set({ isRead: true })
    .remove(["unreadBy"])
    .where(({ isRead }, { eq }) => eq(isRead, false));
  await unlessRefused(read.go(here()));
}

function mailKey({ mail, noticeId }: NoticeRecord): { mailShard?: string } {
  const isOnItsWay = mail === "queued" || mail === "sending";
  return isOnItsWay ? { mailShard: shardOf(noticeId, mailShardCount) } : {};
}

/** Takes the mail of a notice for sending: one caller gets it, all others null. */
export async function claimMail(key: NoticeKey, now: string): Promise<NoticeRecord | null> {
  const claim = NoticeEntity.patch(key)
    .set({ mail: "sending", claimedAt: now })
    .add({ mailTries: 1 })
    .where(({ mail }, { eq }) => eq(mail, "queued"));
  const claimed = await unlessRefused(claim.go({ ...here(), response: "all_new" }));
  return claimed === null ? null : noticeOf(claimed.data);
}

/** The mail server took it. Holds against a sweep that had given it up: this is what really happened. */
export async function acceptMail(key: NoticeKey, messageId: string): Promise<void> {
  const accept = NoticeEntity.patch(key)
    .set({ mail: "accepted", messageId })
    .remove(["mailShard", "mailAt", "mailError"]);
  await unlessRefused(accept.go(here()));
}

export async function failMail(key: NoticeKey, mailError: string): Promise<void> {
  const fail = NoticeEntity.patch(key)
    .set({ mail: "failed", mailError: mailError.slice(0, 300) })
    .remove(["mailShard", "mailAt"])
    .where(({ mail }, { eq }) => eq(mail, "sending"));
  await unlessRefused(fail.go(here()));
}

/** Back into the queue: only for a mail that the server certainly did not take. */
export async function requeueMail(notice: NoticeRecord, now: string): Promise<void> {
  const { userId, noticeId } = notice;
  const requeue = NoticeEntity.patch({ userId, noticeId })
    .set({ mail: "queued", mailAt: now, mailShard: shardOf(noticeId, mailShardCount) })
    .where(({ mail }, { eq }) => eq(mail, "sending"));
  await unlessRefused(requeue.go(here()));
}

/** The oldest mails on their way since before `before`: at most a hundred of each shard. */
export async function mailsSince(before: string): Promise<NoticeRecord[]> {
  const shards = Array.from({ length: mailShardCount }, (_none, index) => String(index));
  const pages = await Promise.all(
    shards.map((mailShard) =>
      NoticeEntity.query
        .byMail({ mailShard })
        .lt({ mailAt: before })
        .go({ ...here(), limit: 100 }),
    ),
  );
  return pages.flatMap(({ data }) => data.map(noticeOf));
}
