import { after } from "#shared/core/clock.ts";
import { can, personOf, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { getTemplateVersion } from "#shared/template/load.ts";
import { loadReadablePage } from "#shared/ticket/access.ts";
import { filesIn, hiddenFrom, seesWholeForm } from "#shared/ticket/hidden.ts";
import { findAttachment, type FileInput } from "./load.ts";
import { blobKey, storage } from "./storage.ts";

const downloadSeconds = 60;

/** A short-lived address to download a file from, for whoever may read its ticket and the field it stands in. */
export async function getAttachment(
  ctx: Ctx,
  file: FileInput,
): Promise<{ url: string; expiresAt: string }> {
  await assertShown(ctx, file);
  const attachment = await findAttachment(file);
  if (attachment?.state !== "stored") throw notFound("attachment");
  const url = await storage().signGet(blobKey(attachment.sha256), attachment, downloadSeconds);
  return { url, expiresAt: after(ctx.now, downloadSeconds * 1000) };
}

/** A file in a field that is hidden from the caller is not there for her. */
async function assertShown(ctx: Ctx, { ticketId, attachmentId }: FileInput): Promise<void> {
  const { page, delegations } = await loadReadablePage(ctx, ticketId);
  const { userId } = personOf(ctx);
  const seer = { userId, delegations, readsAll: can(ctx, "ticket:read-all") };
  if (seesWholeForm(page, seer)) return;
  const { document } = await getTemplateVersion(
    page.ticket.templateId,
    page.ticket.templateVersion,
  );
  const hidden = hiddenFrom(page, document.chain, seer);
  if (filesIn(page, hidden).has(attachmentId)) throw notFound("attachment");
}
