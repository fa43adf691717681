import type { FormValues } from "#shared/core/condition.ts";
import { invalid } from "#shared/core/error.ts";
import { attachmentIdsOf } from "#shared/form/values.ts";
import type { Form } from "#shared/form/schema.ts";
import { here } from "#shared/table/model.ts";
import { AttachmentEntity } from "./entity.ts";

/** Every file a form names belongs to this ticket and has arrived. Reads nothing when there are none. */
export async function assertFilesStored(
  ticketId: string,
  form: Form,
  values: FormValues,
): Promise<void> {
  const ids = attachmentIdsOf(form, values);
  if (ids.length === 0) return;
  const keys = ids.map((attachmentId) => ({ ticketId, attachmentId }));
  const { data } = await AttachmentEntity.get(keys).go({ ...here(), consistent: true });
  const stored = new Set(
    data.filter((row) => row.state === "stored").map((row) => row.attachmentId),
  );
  const issues = form.fields.flatMap((field) => {
    if (field.type !== "attachment") return [];
    const named = (values[field.name] as string[] | undefined) ?? [];
    return named
      .map((id, index) => ({ id, path: `form.${field.name}.${index}` }))
      .filter(({ id }) => !stored.has(id))
      .map(({ path }) => ({ path, code: "not_uploaded", message: "This file has not arrived." }));
  });
  if (issues.length > 0) throw invalid(issues);
}
