import { notFound } from "#shared/core/error.ts";
import { SettingGroup } from "./groups.ts";

/** The group that an address names. Throws NOT_FOUND. */
export function groupOf(name: string): SettingGroup {
  const { data } = SettingGroup.safeParse(name);
  if (data === undefined) throw notFound("group of settings");
  return data;
}
