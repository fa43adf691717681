import { after } from "#shared/core/clock.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { loadReadable } from "#shared/ticket/access.ts";
import { findAttachment, type FileInput } from "./load.ts";
import { blobKey, storage } from "./storage.ts";

const downloadSeconds = 60;

/** A short-lived address to download a file from, for whoever may read its ticket. */
export async function getAttachment(
  ctx: Ctx,
  file: FileInput,
): Promise<{ url: string; expiresAt: string }> {
  await loadReadable(ctx, file.ticketId);
  const attachment = await findAttachment(file);
  if (attachment?.state !== "stored") throw notFound("attachment");
  const url = await storage().signGet(blobKey(attachment.sha256), attachment, downloadSeconds);
  return { url, expiresAt: after(ctx.now, downloadSeconds * 1000) };
}
