import type { Names } from "./difference-text.ts";
import { inMine } from "#lib/i18n/i18n.svelte.ts";

type Thing = Record<string, unknown>;

function isThing(value: unknown): value is Thing {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string | undefined {
  if (!isThing(value)) return undefined;
  const { en, "zh-CN": zh } = value;
  if (typeof en !== "string" || typeof zh !== "string") return undefined;
  return inMine({ en, "zh-CN": zh }) || undefined;
}

/** Finds the step with this id, however deep. */
function stepIn(value: unknown, id: string): Thing | undefined {
  if (!isThing(value)) return undefined;
  if (value.id === id && "kind" in value) return value;
  for (const inner of Object.values(value)) {
    const found = stepIn(inner, id);
    if (found) return found;
  }
  return undefined;
}

/** How the fields and steps of a document are called. The document may be anything that is being written. */
export function namesIn(document: unknown): Names {
  return (area, key) => {
    if (!isThing(document)) return undefined;
    if (area === "chain") return textOf(stepIn(document.chain, key)?.name);
    const fields = isThing(document.form) ? document.form.fields : [];
    const field = Array.isArray(fields)
      ? fields.find((one: unknown) => isThing(one) && one.name === key)
      : undefined;
    return isThing(field) ? textOf(field.label) : undefined;
  };
}
