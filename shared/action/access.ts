import { can, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import type { Permission } from "#shared/core/permission.ts";

function assertAny(ctx: Ctx, permissions: readonly [Permission, ...Permission[]]): void {
  if (permissions.some((permission) => can(ctx, permission))) return;
  throw new AppError("FORBIDDEN", `This needs the permission ${permissions.join(" or ")}.`);
}

/** Readers of plans see the catalogue; so do those who write chains, whose steps name the same actions. */
export function assertMayReadActions(ctx: Ctx): void {
  assertAny(ctx, ["plan:read", "template:manage"]);
}

/** Asking a source of options calls another system: for those who fill in parameters. */
export function assertMayFillIn(ctx: Ctx): void {
  assertAny(ctx, ["plan:manage", "order:operate", "template:manage"]);
}
