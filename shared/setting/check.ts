import { invalid, type Issue } from "#shared/core/error.ts";
import { issuesOf } from "#shared/core/issue.ts";
import { settingGroups, type SettingGroup, type SettingValues } from "./groups.ts";
import { nameOf } from "./identity.ts";

/** A group is one item of the table, which should stay below 100 KB. */
const largestBytes = 80 * 1024;

function duplicates(list: readonly unknown[], path: string): Issue[] {
  const seen = new Set<string>();
  return list.flatMap((entry, index) => {
    const named = nameOf(entry);
    if (named === undefined) return [];
    const isDouble = seen.has(named.name);
    seen.add(named.name);
    const message = "Another entry of this list has this name.";
    return isDouble
      ? [{ path: `${path}.${index}.${named.key}`, code: "duplicate_name", message }]
      : [];
  });
}

/** Plans find an entry of a list by its name: no list may have one twice. */
function doubledNames(value: unknown, path: string): Issue[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, inner]) =>
    doubledNames(inner, `${path}.${key}`),
  );
  return Array.isArray(value) ? [...duplicates(value, path), ...inside] : inside;
}

/**
 * The value as the group's schema makes it, defaults filled in. Paths of faults begin with `value`.
 * Throws INVALID_INPUT.
 */
export function checkSetting<Group extends SettingGroup>(
  group: Group,
  given: unknown,
): SettingValues[Group] {
  const parsed = settingGroups[group].schema.safeParse(given);
  if (!parsed.success) {
    const issues = issuesOf(parsed.error, given);
    throw invalid(issues.map((one) => ({ ...one, path: `value.${one.path}`.replace(/\.$/, "") })));
  }
  const doubled = doubledNames(parsed.data, "value");
  if (doubled.length > 0) throw invalid(doubled);
  if (Buffer.byteLength(JSON.stringify(parsed.data)) > largestBytes) {
    const message = `More than ${largestBytes / 1024} KB.`;
    throw invalid([{ path: "value", code: "too_big", message }]);
  }
  return parsed.data as SettingValues[Group];
}
