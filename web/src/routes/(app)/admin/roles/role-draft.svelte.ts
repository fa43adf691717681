import type { ApiError } from "#lib/api/error.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import type { Permission } from "#shared/core/permission.ts";
import type { Role } from "#shared/org/schema.ts";

/** A role being added or changed. Lives in the page, so that a closed dialog loses nothing. */
export class RoleDraft {
  readonly role: Role | null;
  name = $state("");
  english = $state("");
  chinese = $state("");
  permissions = $state<Permission[]>([]);
  faults = $state.raw<{ id: string; text: string }[]>([]);

  constructor(role: Role | null) {
    this.role = role;
    if (role === null) return;
    this.name = role.name;
    this.english = role.label.en;
    this.chinese = role.label["zh-CN"];
    this.permissions = role.permissions;
  }

  faultAt(id: string): string | null {
    return this.faults.find((fault) => fault.id === id)?.text ?? null;
  }

  check(): boolean {
    const isKey = /^[a-z][a-z0-9-]{1,40}$/.test(this.name);
    this.faults = [
      !isKey && { id: "role-name", text: t("admin.roles.fault.key") },
      this.english.trim() === "" && { id: "role-en", text: t("admin.roles.fault.labelEn") },
      this.chinese.trim() === "" && { id: "role-zh", text: t("admin.roles.fault.labelZh") },
    ].filter((fault) => fault !== false);
    return this.faults.length === 0;
  }

  refuse(error: ApiError): boolean {
    if (error.code !== "ALREADY_EXISTS") return false;
    this.faults = [{ id: "role-name", text: t("admin.roles.fault.taken") }];
    return true;
  }

  get body() {
    const label = { en: this.english.trim(), "zh-CN": this.chinese.trim() };
    return { label, permissions: this.permissions };
  }
}
