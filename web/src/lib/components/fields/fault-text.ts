import { issueText } from "#lib/api/error-text.ts";
import { formatNumber } from "#lib/i18n/format.ts";
import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";
import type { FieldView } from "#shared/core/fields.ts";

type Kind = FieldView["kind"];

const counted: readonly Kind[] = ["list", "map"];

function boundText(view: FieldView, code: "too_small" | "too_big"): string {
  const bound = code === "too_small" ? view.minimum : view.maximum;
  if (bound === undefined) return issueText(code);
  const branch = view.kind === "number" ? "number" : counted.includes(view.kind) ? "list" : "text";
  return t(`fields.fault.${code}.${branch}`, { count: bound, limit: formatNumber(bound) });
}

function missingText({ kind, options }: FieldView): string {
  if (counted.includes(kind)) return t("fields.fault.required.list");
  const isChosen = kind === "choice" || kind === "secret" || options !== undefined;
  return t(isChosen ? "fields.fault.required.choice" : "fields.fault.required.text");
}

/** What to tell about a fault of this field, by its code and never by the server's English. */
export function faultText(view: FieldView | undefined, code: string): string {
  if (view !== undefined && (code === "too_small" || code === "too_big")) {
    return boundText(view, code);
  }
  if (view !== undefined && code === "required") return missingText(view);
  if (view?.kind === "number" && code === "invalid_type") return t("fields.fault.not_a_number");
  const key = `fields.fault.${code}`;
  return hasMessage(key) ? t(key) : issueText(code);
}
