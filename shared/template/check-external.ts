import type { Issue } from "#shared/core/error.ts";
import type { FormField } from "#shared/form/schema.ts";
import { canFillSlot, slotsOf } from "#shared/form/source-url.ts";

type Fields = ReadonlyMap<string, FormField>;

function slotFault(name: string, earlier: Fields, all: Fields): Omit<Issue, "path"> | undefined {
  const field = earlier.get(name);
  if (field !== undefined && canFillSlot(field) && !name.includes(".")) return undefined;
  if (field !== undefined) {
    return { code: "not_a_single_value", message: `“${name}” holds no single value.` };
  }
  return all.has(name)
    ? { code: "later_field", message: `“${name}” comes later in the form.` }
    : { code: "unknown_field", message: `There is no field “${name}”.` };
}

/** Plain http only on this machine, for trying things out: the address tells what people entered. */
function isSecret(url: string): boolean {
  return (
    !url.startsWith("http:") || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/?]|$)/.test(url)
  );
}

/** What stands against the source of an external field: its slots, and that it can be overheard. */
export function externalIssues(
  path: string,
  field: FormField,
  earlier: Fields,
  all: Fields,
): Issue[] {
  if (field.type !== "external") return [];
  const slots = slotsOf(field.url).flatMap((name) => slotFault(name, earlier, all) ?? []);
  const open = { code: "not_https", message: "The source needs an https address." };
  const faults = isSecret(field.url) ? slots : [open, ...slots];
  return faults.map((fault) => ({ path: `${path}.url`, ...fault }));
}
