import type { Request } from "#lib/api/client.ts";
import type { ApiError } from "#lib/api/error.ts";
import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";
import type { Service } from "#shared/org/schema.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

const controlOf: Record<string, string> = {
  name: "service-name",
  code: "service-code",
  departmentId: "service-department",
  primaryOwnerId: "service-primary",
  backupOwnerId: "service-backup",
};
type Fault = { id: string; text: string };

/** A service being added or changed. Lives in the page, so that a closed dialog loses nothing. */
export class ServiceDraft {
  readonly service: Service | null;
  name = $state("");
  code = $state("");
  departmentId = $state("");
  primary = $state.raw<PersonRef[]>([]);
  backup = $state.raw<PersonRef[]>([]);
  description = $state("");
  faults = $state.raw<Fault[]>([]);

  constructor(service: Service | null) {
    this.service = service;
    if (service === null) return;
    this.name = service.name;
    this.code = service.code ?? "";
    this.departmentId = service.department?.id ?? "";
    this.primary = [service.primaryOwner];
    this.backup = service.backupOwner ? [service.backupOwner] : [];
    this.description = service.description;
  }

  faultAt(id: string): string | null {
    return this.faults.find((fault) => fault.id === id)?.text ?? null;
  }

  check(): boolean {
    const isCode = this.code.trim() === "" || /^[A-Za-z0-9][\w.-]{0,39}$/.test(this.code.trim());
    const same = this.primary[0] && this.primary[0].id === this.backup[0]?.id;
    const faults: (Fault | false | undefined)[] = [
      this.name.trim() === "" && { id: "service-name", text: t("admin.services.fault.name") },
      !isCode && { id: "service-code", text: t("admin.services.fault.code") },
      this.primary.length === 0 && {
        id: "service-primary",
        text: t("admin.services.fault.primaryOwner"),
      },
      same && { id: "service-backup", text: t("admin.services.fault.same_owner") },
    ];
    this.faults = faults.filter((fault) => typeof fault === "object");
    return this.faults.length === 0;
  }

  /** Puts a refusal at the fields it is about. False when it is about none of them. */
  refuse(error: ApiError): boolean {
    const taken = { id: "service-code", text: t("admin.services.fault.codeTaken") };
    const named = error.issues.flatMap(({ path, code }) => {
      const id = controlOf[path];
      const key = `admin.services.fault.${code}`;
      return id && hasMessage(key) ? [{ id, text: t(key) }] : [];
    });
    this.faults = error.code === "ALREADY_EXISTS" ? [taken] : named;
    return this.faults.length > 0;
  }

  get body(): Request<"createService">["body"] {
    return {
      name: this.name.trim(),
      code: this.code.trim() || null,
      departmentId: this.departmentId || null,
      primaryOwnerId: this.primary[0]?.id ?? "",
      backupOwnerId: this.backup[0]?.id ?? null,
      description: this.description.trim(),
    };
  }

  /** Only what differs: an owner who has left may stay while the rest is mended. */
  get changes(): Request<"updateService">["body"] {
    if (this.service === null) return this.body;
    const before = new ServiceDraft(this.service).body;
    const changed = Object.entries(this.body).filter(
      ([key, value]) => before[key as keyof typeof before] !== value,
    );
    return Object.fromEntries(changed);
  }
}
