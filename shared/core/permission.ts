/** What a role may allow. Being asked (an assignee, a delegate) is a relation and needs no permission. */
export const permissions = [
  "ticket:create",
  "ticket:read-all",
  "ticket:administer",
  "template:read",
  "template:manage",
  "org:read",
  "org:manage",
  "plan:read",
  "plan:manage",
  "order:operate",
  "order:force",
  "setting:manage",
  "report:read",
  "audit:read",
  "health:read",
] as const;

export type Permission = (typeof permissions)[number];

/** Roles every organisation starts with; an admin may add more. Everybody active holds `employee`. */
export const builtInRoles: Record<string, readonly Permission[]> = {
  employee: ["ticket:create", "template:read", "org:read"],
  operator: ["order:operate", "order:force", "plan:read", "plan:manage", "ticket:read-all"],
  manager: ["plan:read", "report:read", "ticket:read-all"],
  coordinator: ["plan:read", "ticket:read-all", "report:read"],
  admin: [
    "ticket:read-all",
    "ticket:administer",
    "template:manage",
    "org:manage",
    "report:read",
    "audit:read",
    "health:read",
    "plan:read",
    "plan:manage",
    "order:operate",
    "order:force",
    "setting:manage",
  ],
};
