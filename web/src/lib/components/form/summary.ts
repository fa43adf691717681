import type { Issue } from "#shared/core/error.ts";
import { inMine, t } from "#lib/i18n/i18n.svelte.ts";
import { controlId } from "./control.ts";
import { fieldNameOf, type FormEntry } from "./entry.svelte.ts";
import { faultText } from "./fault-text.ts";
import { titleFaultText } from "./title-fault.ts";

/** The faults for the summary above a form: one per field, each with the control it links to. */
export function summaryOf(entry: FormEntry, issues: Issue[]): { id?: string; text: string }[] {
  const byName = new Map<string | undefined, Issue>();
  for (const issue of issues) {
    const name = fieldNameOf(issue);
    if (!byName.has(name)) byName.set(name, issue);
  }
  return [...byName].map(([name, issue]) => {
    if (name === "title")
      return line("title", t("form.page.titleLabel"), titleFaultText(issue.code));
    const shown = entry.shown.find(({ field }) => field.name === name);
    if (shown === undefined || shown.field.type === "note")
      return { text: t("form.fault.unknownField") };
    const { field } = shown;
    return line(
      field.name,
      inMine(shown.field.label),
      faultText(field, issue.code, entry.valueAt(field)),
    );
  });
}

function line(name: string, label: string, fault: string): { id: string; text: string } {
  const lower = fault.charAt(0).toLowerCase() + fault.slice(1);
  return { id: controlId(name), text: t("form.page.attention", { label, fault: lower }) };
}
