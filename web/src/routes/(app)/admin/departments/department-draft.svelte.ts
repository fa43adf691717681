import type { Request } from "#lib/api/client.ts";
import type { ApiError } from "#lib/api/error.ts";
import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";
import type { Department } from "#shared/org/schema.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

const controlOf: Record<string, string> = {
  name: "department-name",
  parentId: "department-parent",
  leaderId: "department-leader",
  approverIds: "department-approvers",
};

/** A department being added or changed. Lives in the page, so that a closed dialog loses nothing. */
export class DepartmentDraft {
  readonly department: Department | null;
  readonly startedBelow: string | null;
  name = $state("");
  parentId = $state("");
  leader = $state.raw<PersonRef[]>([]);
  approvers = $state.raw<PersonRef[]>([]);
  faults = $state.raw<{ id: string; text: string }[]>([]);

  constructor(department: Department | null, parentId: string | null) {
    this.department = department;
    this.startedBelow = parentId;
    this.parentId = parentId ?? "";
    if (department === null) return;
    this.name = department.name;
    this.leader = department.leader ? [department.leader] : [];
    this.approvers = department.approvers;
  }

  faultAt(id: string): string | null {
    return this.faults.find((fault) => fault.id === id)?.text ?? null;
  }

  check(): boolean {
    const isNamed = this.name.trim() !== "";
    this.faults = isNamed
      ? []
      : [{ id: "department-name", text: t("admin.departments.fault.name") }];
    return isNamed;
  }

  /** Puts a refusal at the fields it is about. False when it is about none of them. */
  refuse(error: ApiError): boolean {
    this.faults = error.issues.flatMap(({ path, code }) => {
      const id = controlOf[path.split(".")[0] ?? ""];
      const key = `admin.departments.fault.${code}`;
      return id && hasMessage(key) ? [{ id, text: t(key) }] : [];
    });
    return this.faults.length > 0;
  }

  get body(): Request<"createDepartment">["body"] {
    return {
      name: this.name.trim(),
      parentId: this.parentId || null,
      leaderId: this.leader[0]?.id ?? null,
      approverIds: this.approvers.map(({ id }) => id),
    };
  }
}
