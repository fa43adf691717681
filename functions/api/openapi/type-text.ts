import { escapeHtml } from "#shared/core/html.ts";
import type { JsonSchema } from "./schemas.ts";

type Schema = JsonSchema | boolean;

function link(ref: string): string {
  const name = ref.split("/").at(-1) ?? ref;
  return `<a href="#${escapeHtml(name)}">${escapeHtml(name)}</a>`;
}

function limits(schema: JsonSchema): string {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, format, pattern } = schema;
  const shown = [
    format,
    pattern === undefined ? undefined : `/${pattern}/`,
    range(minLength ?? minItems, maxLength ?? maxItems),
    range(minimum, maximum),
  ].filter((part) => part !== undefined);
  return shown.length === 0 ? "" : ` <i>${escapeHtml(shown.join(" "))}</i>`;
}

function range(low: number | undefined, high: number | undefined): string | undefined {
  const isOpen = (bound: number | undefined) => bound === undefined || Math.abs(bound) > 1e15;
  if (isOpen(low) && isOpen(high)) return undefined;
  return `${isOpen(low) ? "" : low}..${isOpen(high) ? "" : high}`;
}

function object(schema: JsonSchema, indent: string): string {
  const { properties = {}, required = [], additionalProperties } = schema;
  const inner = `${indent}  `;
  const rows = Object.entries(properties).map(([name, value]) => {
    const mark = required.includes(name) ? "" : "?";
    return `${inner}${escapeHtml(name)}${mark}: ${typeText(value, inner)}`;
  });
  if (typeof additionalProperties === "object") {
    rows.push(`${inner}[name]: ${typeText(additionalProperties, inner)}`);
  }
  return rows.length === 0 ? "{}" : `{\n${rows.join("\n")}\n${indent}}`;
}

/** A JSON schema as people write types, as HTML: references are links, limits stand behind. */
export function typeText(schema: Schema, indent = ""): string {
  if (typeof schema === "boolean") return "any";
  if (schema.$ref !== undefined) return link(schema.$ref);
  if (schema.const !== undefined) return escapeHtml(JSON.stringify(schema.const));
  if (schema.enum !== undefined)
    return schema.enum.map((one) => escapeHtml(JSON.stringify(one))).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map((one) => typeText(one, indent)).join(" | ");
  if (schema.type === "object") return object(schema, indent);
  if (schema.type === "array") {
    const items = Array.isArray(schema.items) ? true : (schema.items ?? true);
    return `[${typeText(items, indent)}]${limits(schema)}`;
  }
  return `${escapeHtml(String(schema.type ?? "any"))}${limits(schema)}`;
}
