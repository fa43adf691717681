import { builtInRoles, permissions, type Permission } from "#shared/core/permission.ts";
import { tableName } from "#shared/table/client.ts";
import { here } from "#shared/table/model.ts";
import { RoleEntity } from "./entity.ts";

// Roles change rarely and are needed at every request: a process may lag five seconds behind a change made
// by another one. Who holds which role is never cached.
const keptMs = 5_000;
const cache = new Map<string, { permissions: readonly Permission[]; untilMs: number }>();

function cacheKey(roleName: string): string {
  return `${tableName()} ${roleName}`;
}

/** After a change in this process the next request sees it. */
export function forgetRole(roleName: string): void {
  cache.delete(cacheKey(roleName));
}

async function loadRole(roleName: string): Promise<readonly Permission[]> {
  const cached = cache.get(cacheKey(roleName));
  if (cached !== undefined && cached.untilMs > Date.now()) return cached.permissions;
  const { data } = await RoleEntity.get({ roleName }).go({ ...here(), consistent: true });
  const found = data?.permissions ?? [];
  cache.set(cacheKey(roleName), { permissions: found, untilMs: Date.now() + keptMs });
  return found;
}

async function permissionsOfRole(roleName: string): Promise<readonly Permission[]> {
  return Object.hasOwn(builtInRoles, roleName)
    ? (builtInRoles[roleName] ?? [])
    : loadRole(roleName);
}

/** What somebody with these roles may do. Everybody holds `employee`; an unknown role allows nothing. */
export async function permissionsOf(roles: readonly string[]): Promise<Set<Permission>> {
  const allowed = await Promise.all(["employee", ...roles].map(permissionsOfRole));
  const known = new Set<Permission>(permissions);
  return new Set(allowed.flat().filter((permission) => known.has(permission)));
}
