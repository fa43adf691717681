import type * as z from "zod";
import { defaultsOf, settingGroups, type SettingGroup, type SettingValues } from "./groups.ts";

type Tree = Record<PropertyKey, unknown>;

function without(value: unknown, path: PropertyKey[], keys: readonly string[]): void {
  const node = path.reduce<unknown>((inner, key) => (inner as Tree | undefined)?.[key], value);
  for (const key of keys) delete (node as Tree)[key];
}

/** Fields that this release does not know are another one's: releases of one deployment run side by side. */
function withoutUnknown(value: object, { issues }: z.ZodError): object {
  const known = structuredClone(value);
  for (const issue of issues) {
    if (issue.code === "unrecognized_keys") without(known, issue.path, issue.keys);
  }
  return known;
}

/**
 * A stored value as this release sees it: unknown fields left out, later ones with their defaults. Undefined for
 * a value that does not fit any more; it has to be saved anew.
 */
export function readStored<Group extends SettingGroup>(
  group: Group,
  stored: object | undefined,
): SettingValues[Group] | undefined {
  if (stored === undefined) return defaultsOf(group);
  const { schema } = settingGroups[group];
  const first = schema.safeParse(stored);
  const last = first.success ? first : schema.safeParse(withoutUnknown(stored, first.error));
  return last.success ? (last.data as SettingValues[Group]) : undefined;
}

/** Whether actions that require the group can work with this value. */
export function isSet<Group extends SettingGroup>(
  group: Group,
  value: SettingValues[Group] | undefined,
): boolean {
  const holds = settingGroups[group].isSet as (value: SettingValues[Group]) => boolean;
  return value !== undefined && holds(value);
}
