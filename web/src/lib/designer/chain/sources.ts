import type { Approvers } from "#shared/approval/approvers.ts";
import type { ChainNode } from "#shared/approval/chain.ts";
import type { Form, FormField } from "#shared/form/schema.ts";

/** The ways of naming people, in the order in which they are offered. */
export const sourceKinds = [
  "departmentLeader",
  "departmentApprovers",
  "role",
  "users",
  "choice",
  "field",
  "serviceOwner",
  "requester",
  "resolver",
] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Where people are named: by a node, for the requester to choose from, or to take over after a time-out. */
export type Use = ChainNode["kind"] | "range" | "transfer";

export function kindOf(who: Approvers): SourceKind {
  return sourceKinds.find((kind) => kind in who) ?? "users";
}

/** What may be named there: nobody approves her own request, and a copy is no choice of hers. */
export function kindsFor(use: Use): SourceKind[] {
  const without: Partial<Record<Use, SourceKind[]>> = {
    approve: ["requester"],
    cc: ["choice"],
    range: ["choice", "resolver", "requester"],
    transfer: ["choice", "requester"],
  };
  return sourceKinds.filter((kind) => !without[use]?.includes(kind));
}

export function fieldsOfType(form: Form, type: FormField["type"]): FormField[] {
  return form.fields.filter((field) => field.type === type);
}

/** A source of a kind to begin with; it may still lack what only a person can say. */
export function newSource(kind: SourceKind, form: Form): Approvers {
  switch (kind) {
    case "departmentLeader":
      return { departmentLeader: { up: 0 } };
    case "departmentApprovers":
      return { departmentApprovers: true };
    case "role":
      return { role: "" };
    case "users":
      return { users: [] };
    case "choice":
      return { choice: { atLeast: 1, atMost: 1 } };
    case "field":
      return { field: fieldsOfType(form, "user")[0]?.name ?? "" };
    case "serviceOwner":
      return { serviceOwner: fieldsOfType(form, "service")[0]?.name ?? "" };
    case "requester":
      return { requester: true };
    case "resolver":
      return { resolver: { url: "https://", timeoutSeconds: 5 } };
  }
}
