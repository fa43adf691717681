import type { Result } from "#lib/api/client.ts";
import { formatList } from "#lib/i18n/format.ts";
import { inMine, t } from "#lib/i18n/i18n.svelte.ts";
import { valueText } from "#lib/ticket/value-text.ts";
import type { Form } from "#shared/form/schema.ts";

export type Hole = Result<"findHoles">["holes"][number];

/** How bad it is: nothing works, something to look at, or simply not known before. */
export function gravityOf({ kind }: Hole): "grave" | "doubtful" | "open" {
  if (kind === "unknown") return "open";
  return ["nobody_at_all", "unreachable", "too_many", "too_few"].includes(kind)
    ? "grave"
    : "doubtful";
}

/** Whom a hole concerns: everybody, or how many with some names. */
function concerned({ requesters: count, examples }: Hole, total: number): string {
  if (count >= total && count > examples.length) return t("trial.holes.everybody");
  const names = examples.map(({ name }) => name);
  const others = count - names.length;
  if (others > 0) names.push(t("trial.holes.more", { count: others }));
  return t("trial.holes.people", { count, names: formatList(names) });
}

export function holeText(hole: Hole, total: number): string {
  return t(`trial.holes.kind.${hole.kind}`, { people: concerned(hole, total) });
}

/** What to do about it; nothing where nothing is wrong. */
export function cureText({ kind }: Hole): string {
  return kind === "unknown" ? "" : t(`trial.holes.cure.${kind}`);
}

/** A form that leads there, where a condition asks for something. */
export function exampleText({ form: values }: Hole, form: Form): string {
  const parts = form.fields.flatMap((field) => {
    const value = values?.[field.name];
    if (value === undefined || field.type === "note") return [];
    const text = valueText(field, value, {});
    return text === null ? [] : [`${inMine(field.label)}: ${text}`];
  });
  return parts.length === 0 ? "" : t("trial.holes.example", { form: formatList(parts) });
}
