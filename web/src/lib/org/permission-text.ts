import type { Permission } from "#shared/core/permission.ts";
import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";

// A colon means something to the translator, so `ticket:read-all` is kept as `ticket.read-all`.
function textAt(branch: "permission" | "permissionHelp", permission: Permission): string {
  const key = `admin.${branch}.${permission.replace(":", ".")}`;
  return hasMessage(key) ? t(key) : permission;
}

/** What a permission allows, in a few words: "read all tickets". Needs the texts of `admin`. */
export function permissionText(permission: Permission): string {
  return textAt("permission", permission);
}

/** The same in a sentence, for those who hand it out. */
export function permissionHelp(permission: Permission): string {
  return textAt("permissionHelp", permission);
}
