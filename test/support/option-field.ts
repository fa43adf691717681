import type { FormField } from "#shared/form/schema.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { suppliers } from "./option-source.ts";
import { ask, publish } from "./office.ts";
import type { Outside } from "./outside.ts";

export const label = { en: "Supplier", "zh-CN": "供应商" };
/** What `suppliers` are as options. */
export const options = suppliers.map(({ id, name }) => ({ value: id, label: name }));

const start = Date.parse("2026-03-02T01:00:00.000Z");

/** Header that makes it so many seconds after the beginning of these tests. */
export function after(seconds: number): { "x-countersign-now": string } {
  return { "x-countersign-now": new Date(start + seconds * 1000).toISOString() };
}

export function external(url: string, given: object = {}): FormField {
  const paths = { itemsPath: "data.items", valuePath: "id", labelPath: "name" };
  const rest = { timeoutSeconds: 1, cacheSeconds: 60 };
  return { type: "external", name: "supplier", label, url, ...paths, ...rest, ...given };
}

export function templateOf(approver: UserRecord, ...fields: FormField[]): Promise<string> {
  return publish([ask("stage", [approver])], { fields });
}

let made = 0;
/** A path of the source that nobody has asked yet. */
export function newPath(): string {
  return `/list-${(made += 1)}`;
}

/** A template with one external field over a path of its own at the source. */
export async function optionTemplate(
  outside: Outside,
  approver: UserRecord,
  given: object = {},
): Promise<{ id: string; path: string }> {
  const path = newPath();
  return { id: await templateOf(approver, external(`${outside.url}${path}`, given)), path };
}
