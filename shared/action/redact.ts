import { formsOf } from "./redact-forms.ts";

/** A secret and what it is called. */
export type Hidden = { name: string; value: string };

/** What stands in place of a secret's value. */
export function secretLabel(name: string): string {
  return `[secret:${name}]`;
}

/** Nothing shorter is looked for: it would take innocent words out. Values are at least 8 characters long. */
const shortest = 4;
const shortestLine = 8;
/** Labels may form a secret together with what stands beside them; then it is taken out without a trace. */
const mostRounds = 8;

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

type Needle = { text: string; label: string };

function needlesOf(secrets: readonly Hidden[]): Needle[] {
  const found = secrets.flatMap(({ name, value }) =>
    formsOf(value, shortestLine).map((text) => ({ text, label: secretLabel(name) })),
  );
  const needles = found.filter(({ text }) => text.length >= shortest);
  // A label that holds a secret itself would be no cover.
  const covers = (label: string) => !needles.some(({ text }) => label.includes(text));
  const coverOf = (label: string) => [label, "[secret]", "***"].find(covers) ?? "";
  return needles
    .map(({ text, label }) => ({ text, label: coverOf(label) }))
    .toSorted((a, b) => b.text.length - a.text.length);
}

function textRedactor(secrets: readonly Hidden[]): (text: string) => string {
  const needles = needlesOf(secrets);
  if (needles.length === 0) return (text) => text;
  const labels = new Map(needles.map(({ text, label }) => [text, label]));
  // The longest first: of several forms at one place the whole one goes.
  const pattern = new RegExp([...labels.keys()].map(literally).join("|"), "g");
  return (text) => {
    let clean = text;
    for (let round = 0; ; round += 1) {
      const next = clean.replaceAll(pattern, (found) =>
        round < mostRounds ? (labels.get(found) ?? "") : "",
      );
      if (next === clean) return clean;
      clean = next;
    }
  };
}

function redactValue(value: unknown, redactText: (text: string) => string): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "number") {
    const text = redactText(String(value));
    return text === String(value) ? value : text;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => redactValue(inner, redactText));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [redactText(key), redactValue(inner, redactText)]),
  );
}

/**
 * Takes secrets out of any JSON value or text, by their values: as they are, and as base64, base64url, URL-encoded,
 * JSON- and HTML-escaped. Use it before a text is cut: half a secret is not found.
 */
export function redactor(secrets: readonly Hidden[]): <Value>(value: Value) => Value {
  const redactText = textRedactor(secrets);
  return <Value>(value: Value) => redactValue(value, redactText) as Value;
}
