import { auditWrite } from "#shared/audit/write.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { newId } from "#shared/core/id.ts";
import { commit, update } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { AttachmentEntity } from "#shared/ticket/entity.ts";
import { loadOwn } from "#shared/ticket/own.ts";
import type { AttachmentRecord } from "#shared/ticket/record.ts";
import { attachmentView, findAttachment, whileEditable, type FileInput } from "./load.ts";
import { isHarmless } from "./sniff.ts";
import { asideKey, blobKey, storage, uploadKey } from "./storage.ts";

type View = ReturnType<typeof attachmentView>;

function mismatch(message: string): AppError {
  return new AppError("UPLOAD_MISMATCH", message);
}

/** Why the content may not be kept; undefined when it is what was announced. */
async function faultOf(key: string, announced: AttachmentRecord): Promise<string | undefined> {
  const content = await storage().inspect(key);
  if (content?.size !== announced.size || content.sha256 !== announced.sha256) {
    return "This is not the file that was announced.";
  }
  return isHarmless(announced.type, content.head) ? undefined : "The content is not of its type.";
}

/** Content that is there already, whoever brought it, is not stored again. */
async function keepBlob(key: string, sha256: string): Promise<void> {
  const blob = blobKey(sha256);
  if (!(await storage().exists(blob))) await storage().copy(key, blob);
}

/** The upload goes last: a crash on the way leaves all that is needed to say once more that it is complete. */
async function takeIn(ctx: Ctx, attachment: AttachmentRecord): Promise<void> {
  const upload = uploadKey(attachment.attachmentId);
  // The address to upload to still works: what is checked must be out of its reach.
  const aside = asideKey(attachment.attachmentId, newId("request"));
  if (!(await storage().copy(upload, aside))) throw mismatch("Nothing was uploaded.");
  try {
    const fault = await faultOf(aside, attachment);
    if (fault === undefined) {
      await keepBlob(aside, attachment.sha256);
      await markStored(ctx, attachment);
    }
    await storage().remove(upload);
    if (fault !== undefined) throw mismatch(fault);
  } finally {
    await storage().remove(aside);
  }
}

async function markStored(ctx: Ctx, { ticketId, attachmentId, sha256 }: AttachmentRecord) {
  const params = AttachmentEntity.patch({ ticketId, attachmentId })
    .set({ state: "stored" })
    .where(({ state }, { eq }) => eq(state, "uploading"))
    .params(here());
  await commit(ctx, {
    writes: [update(params), whileEditable(ticketId)],
    audit: [auditWrite(ctx, "attachment.store", attachmentId, { ticketId, sha256 })],
    ref: attachmentId,
  });
}

/**
 * The caller says that the bytes have arrived: they are checked against size, hash and type and kept.
 * UPLOAD_MISMATCH: they are not what was announced and are gone. Repeated, it answers the same.
 */
export async function completeAttachment(ctx: Ctx, file: FileInput): Promise<View> {
  await loadOwn(ctx, file.ticketId, ["draft", "returned"]);
  const attachment = await findAttachment(file);
  if (attachment === undefined) throw notFound("attachment");
  if (attachment.state === "stored") return attachmentView(attachment);
  try {
    await takeIn(ctx, attachment);
  } catch (error) {
    // Two may say it at once: the slower one finds nothing to read or to write, but all is well.
    const now = error instanceof AppError ? await findAttachment(file) : undefined;
    if (now?.state === "stored") return attachmentView(now);
    throw error;
  }
  return attachmentView({ ...attachment, state: "stored" });
}
