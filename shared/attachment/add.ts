import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { invalid, notFound } from "#shared/core/error.ts";
import { newId } from "#shared/core/id.ts";
import { commit, put } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { AttachmentEntity } from "#shared/ticket/entity.ts";
import { loadOwn } from "#shared/ticket/own.ts";
import type { AttachmentRecord } from "#shared/ticket/record.ts";
import { attachmentView, findAttachment, listAttachments, whileEditable } from "./load.ts";
import type { AddAttachmentInput } from "./schema.ts";
import { storage, uploadKey, type SignedPut } from "./storage.ts";

const mostFiles = 20;
/** How long the address to upload to is good. */
const uploadMs = 10 * minuteMs;

/** Uploads that were begun and forgotten don't count against the limit. */
function countFiles(attachments: AttachmentRecord[], now: string): number {
  const begun = after(now, -uploadMs);
  return attachments.filter(({ state, createdAt }) => state === "stored" || createdAt > begun)
    .length;
}

/** Announces a file to a draft or a returned ticket of the caller's own. Returns its id. */
export async function addAttachment(
  ctx: Ctx,
  input: { ticketId: string } & z.infer<typeof AddAttachmentInput>,
): Promise<string> {
  const { ticketId, name, size, type, sha256 } = input;
  await loadOwn(ctx, ticketId, ["draft", "returned"]);
  if (countFiles(await listAttachments(ticketId), ctx.now) >= mostFiles) {
    const message = `At most ${mostFiles} files belong to a ticket.`;
    throw invalid([{ path: "name", code: "too_many", message }]);
  }
  const { userId, name: uploader } = personOf(ctx);
  const attachmentId = newId("attachment", Date.parse(ctx.now));
  const attachment: AttachmentRecord = {
    ticketId,
    attachmentId,
    name,
    size,
    type,
    sha256,
    state: "uploading",
    uploadedBy: { id: userId, name: uploader },
    createdAt: ctx.now,
  };
  await commit(ctx, {
    writes: [put(AttachmentEntity.create(attachment).params(here())), whileEditable(ticketId)],
    audit: [auditWrite(ctx, "attachment.add", attachmentId, { ticketId, name, size, sha256 })],
    ref: attachmentId,
  });
  return attachmentId;
}

type Announced = { attachment: ReturnType<typeof attachmentView>; upload: SignedPut };

/** The announced file and where to upload it, also when the announcement is repeated. */
export async function getUpload(
  ctx: Ctx,
  file: { ticketId: string; attachmentId: string },
): Promise<Announced> {
  const attachment = await findAttachment(file);
  const isOwn = attachment?.uploadedBy.id === personOf(ctx).userId;
  if (attachment === undefined || !isOwn) throw notFound("attachment");
  const key = uploadKey(attachment.attachmentId);
  const upload = await storage().signPut(key, attachment, uploadMs / 1000);
  return { attachment: attachmentView(attachment), upload };
}
