import type { Issue } from "#shared/core/error.ts";
import { inMine, t } from "#lib/i18n/i18n.svelte.ts";
import type { DetailTable, FormField } from "#shared/form/schema.ts";
import { cellName, placeOf } from "./cells.ts";
import { asRows, controlId } from "./control.ts";
import { fieldNameOf, type FormEntry } from "./entry.svelte.ts";
import { faultText } from "./fault-text.ts";
import { titleFaultText } from "./title-fault.ts";

type Line = { id?: string; text: string };

/** A table with a fault in every row is told in as many lines as anybody reads. */
const mostCells = 5;

function linesOf(entry: FormEntry, name: string | undefined, issues: Issue[]): Line[] {
  const [first] = issues;
  if (first === undefined) return [];
  if (name === "title") {
    return [line("title", t("form.page.titleLabel"), titleFaultText(first.code))];
  }
  const shown = entry.shown.find(({ field }) => field.name === name);
  if (shown === undefined || shown.field.type === "note")
    return [{ text: t("form.fault.unknownField") }];
  const { field } = shown;
  if (field.type === "detailTable" && placeOf(field, first) !== undefined) {
    return issues.slice(0, mostCells).map((issue) => cellLine(entry, field, issue));
  }
  return [fieldLine(field, first, entry.valueAt(field))];
}

function fieldLine(
  field: Exclude<FormField, { type: "note" }>,
  issue: Issue,
  value: unknown,
): Line {
  return line(field.name, inMine(field.label), faultText(field, issue.code, value));
}

function cellLine(entry: FormEntry, field: DetailTable, issue: Issue): Line {
  const place = placeOf(field, issue);
  if (place === undefined) return fieldLine(field, issue, undefined);
  const { row, column = field.columns[0] } = place;
  if (column === undefined) return fieldLine(field, issue, undefined);
  const value = asRows(entry.valueAt(field))[row]?.[column.name];
  const at = { label: inMine(field.label), row: row + 1, column: inMine(column.label) };
  const label = place.column ? t("form.table.cell", at) : t("form.table.rowOf", at);
  return line(cellName(field.name, row, column.name), label, faultText(column, issue.code, value));
}

/** The faults for the summary above a form: one per field or cell, each with the control it links to. */
export function summaryOf(entry: FormEntry, issues: Issue[]): Line[] {
  const byName = new Map<string | undefined, Issue[]>();
  for (const issue of issues) {
    const name = fieldNameOf(issue);
    byName.set(name, [...(byName.get(name) ?? []), issue]);
  }
  return [...byName].flatMap(([name, found]) => linesOf(entry, name, found));
}

function line(name: string, label: string, fault: string): Line {
  const lower = fault.charAt(0).toLowerCase() + fault.slice(1);
  return { id: controlId(name), text: t("form.page.attention", { label, fault: lower }) };
}
