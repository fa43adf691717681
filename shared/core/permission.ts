/** What a role may allow. Being asked (an assignee, a delegate) is a relation and needs no permission. */
export const permissions = [
  "ticket:create",
  "ticket:read-all",
  "ticket:administer",
  "template:read",
  "template:manage",
  "org:read",
  "org:manage",
  "order:operate",
  "report:read",
  "audit:read",
  "health:read",
] as const;

export type Permission = (typeof permissions)[number];

/** Roles every organisation starts with; an admin may add more. Everybody active holds `employee`. */
export const builtInRoles: Record<string, readonly Permission[]> = {
  employee: ["ticket:create", "template:read", "org:read"],
  operator: ["order:operate", "ticket:read-all"],
  manager: ["report:read", "ticket:read-all"],
  coordinator: ["ticket:read-all", "report:read"],
  admin: [
    "ticket:read-all",
    "ticket:administer",
    "template:manage",
    "org:manage",
    "report:read",
    "audit:read",
    "health:read",
    "order:operate",
  ],
};
