/** Texts of one feature in one language: nested, `{{name}}` for values, `_one` / `_other` for plurals. */
export type Messages = { [key: string]: string | Messages };
export type MessageValues = Record<string, string | number>;

function at(
  messages: Messages | undefined,
  path: readonly string[],
): string | Messages | undefined {
  return path.reduce<string | Messages | undefined>(
    (node, name) =>
      typeof node === "object" && Object.hasOwn(node, name) ? node[name] : undefined,
    messages,
  );
}

const rules = new Map<string, Intl.PluralRules>();

function pluralForm(locale: string, count: number): string {
  const rule = rules.get(locale) ?? new Intl.PluralRules(locale);
  rules.set(locale, rule);
  return rule.select(count);
}

/** The text at a dotted path, before its values are put in; undefined when there is none. */
export function findMessage(
  messages: Messages | undefined,
  path: string,
  locale: string,
  count?: string | number,
): string | undefined {
  const names = path.split(".");
  const last = names.pop() ?? "";
  const form = typeof count === "number" ? pluralForm(locale, count) : "other";
  for (const ending of ["", `_${form}`, "_other"]) {
    const found = at(messages, [...names, last + ending]);
    if (typeof found === "string") return found;
  }
  return undefined;
}

/** Puts values into a text. A value that was not given shows as its name, so that the gap is seen. */
export function fillMessage(text: string, values: MessageValues): string {
  return text.replace(/\{\{(\w+)\}\}/g, (gap, name: string) => String(values[name] ?? gap));
}
