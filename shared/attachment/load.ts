import type { Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { AttachmentEntity, TicketEntity } from "#shared/ticket/entity.ts";
import type { AttachmentRecord } from "#shared/ticket/record.ts";
import type { AttachmentView } from "#shared/ticket/schema.ts";
import type * as z from "zod";

export type FileInput = { ticketId: string; attachmentId: string };

/** One strongly consistent Get. */
export async function findAttachment({
  ticketId,
  attachmentId,
}: FileInput): Promise<AttachmentRecord | undefined> {
  const key = { ticketId, attachmentId };
  const { data } = await AttachmentEntity.get(key).go({ ...here(), consistent: true });
  return data ?? undefined;
}

/** All files of a ticket. One strongly consistent Query. */
export async function listAttachments(ticketId: string): Promise<AttachmentRecord[]> {
  const { data } = await AttachmentEntity.query
    .attachment({ ticketId })
    .go({ ...here(), consistent: true, pages: "all" });
  return data;
}

export function attachmentView(attachment: AttachmentRecord): z.infer<typeof AttachmentView> {
  const { attachmentId: id, name, size, type, state, uploadedBy } = attachment;
  return { id, name, size, type, state, uploadedBy };
}

/** Holds a commit to a ticket that its requester may still edit: files of a submitted round never change. */
export function whileEditable(ticketId: string): Write {
  const { TableName, Key } = TicketEntity.get({ ticketId }).params<{
    TableName: string;
    Key: Record<string, unknown>;
  }>(here());
  const params = {
    TableName,
    Key,
    ConditionExpression: "#state IN (:draft, :returned)",
    ExpressionAttributeNames: { "#state": "state" },
    ExpressionAttributeValues: { ":draft": "draft", ":returned": "returned" },
  };
  return { kind: "ConditionCheck", params, taken: "WRONG_STATE" };
}
