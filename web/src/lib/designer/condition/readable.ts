import type { Form, FormField } from "#shared/form/schema.ts";

/** Something a condition may ask about: a field, or the total of a table's column. */
export type Readable = { name: string; label: string; field: FormField };

type Say = {
  mine: (text: { en: string; "zh-CN": string }) => string;
  /** How a total is called: table, column and, where there are several, the currency. */
  total: (table: string, column: string, currency?: string) => string;
};

function totalsOf(field: FormField, say: Say): Readable[] {
  if (field.type !== "detailTable") return [];
  return field.columns.flatMap((column): Readable[] => {
    const name = `${field.name}.${column.name}`;
    const label = (currency?: string) =>
      say.total(say.mine(field.label), say.mine(column.label), currency);
    if (column.type === "number") return [{ name, label: label(), field: column }];
    if (column.type !== "money") return [];
    if (column.currencies.length === 1) return [{ name, label: label(), field: column }];
    return column.currencies.map((one) => ({
      name: `${name}.${one}`,
      label: label(one),
      field: column,
    }));
  });
}

/** What conditions on this form may read, in reading order. */
export function readables(form: Form, say: Say): Readable[] {
  return form.fields.flatMap((field) =>
    field.type === "note"
      ? []
      : [{ name: field.name, label: say.mine(field.label), field }, ...totalsOf(field, say)],
  );
}
