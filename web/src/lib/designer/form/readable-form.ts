import { FormField, type Form } from "#shared/form/schema.ts";
import { bothOf, namesIn, part, rawFields, type RawField } from "./raw.ts";

// A label that is being written anew would otherwise make its field vanish.
function patched(field: RawField): RawField {
  const key = field.type === "note" ? "text" : "label";
  const both = bothOf(field[key]);
  const fallback = both.en || both["zh-CN"] || field.name;
  return { ...field, [key]: { en: both.en || fallback, "zh-CN": both["zh-CN"] || fallback } };
}

/** The form as far as it can be shown: fields that do not fit the schema yet are left out. */
export function readableForm(document: unknown): Form {
  const fields = rawFields(document).flatMap((field) => {
    const parsed = FormField.safeParse(patched(field));
    return parsed.success ? [parsed.data] : [];
  });
  const known = new Set(fields.map(({ name }) => name));
  const summary = namesIn(part(document, "form").summary).filter((name) => known.has(name));
  return { fields, summary: summary.slice(0, 3) };
}
