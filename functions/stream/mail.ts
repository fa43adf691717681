import type { DynamoDBRecord } from "aws-lambda";
import { now } from "#functions/lib/clock.ts";
import { connectMailer } from "#functions/lib/mail-client.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { NoticeEntity } from "#shared/notify/entity.ts";
import { sendNotice } from "#shared/notify/send.ts";
import { imageOf } from "./image.ts";

connectMailer();

/** A new notice whose receiver wants mail: it is sent. */
export async function mailOf(record: DynamoDBRecord): Promise<void> {
  const Item = record.eventName === "INSERT" ? imageOf(record, "notice") : undefined;
  if (Item === undefined) return;
  const { data } = NoticeEntity.parse({ Item });
  if (data?.mail === "queued") await sendNotice(systemCtx("mail", now()), data);
}
