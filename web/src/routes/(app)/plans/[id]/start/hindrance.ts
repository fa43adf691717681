import type { OrderMode } from "#shared/order/schema.ts";
import type { StartPreview } from "#shared/order/view/schema.ts";

/** Why a run can't begin now. */
export type Hindrance =
  | { kind: "broken"; broken: StartPreview["broken"] }
  | { kind: "held"; key: string; holder: NonNullable<NonNullable<StartPreview["lock"]>["holder"]> }
  | { kind: "cooling"; key: string; freeAt: string };

type Wanted = { mode: OrderMode; isBreakGlass: boolean };

/** A rehearsal touches nothing and needs no key; drills, and starts behind broken glass, need no cool-down. */
export function hindranceOf(
  { broken, lock }: Pick<StartPreview, "broken" | "lock">,
  { mode, isBreakGlass }: Wanted,
): Hindrance | null {
  if (broken.length > 0) return { kind: "broken", broken };
  if (lock === null || mode === "dry_run") return null;
  if (lock.holder !== null) return { kind: "held", key: lock.key, holder: lock.holder };
  const isWarm = mode === "drill" || isBreakGlass;
  if (lock.freeAt === null || isWarm) return null;
  return { kind: "cooling", key: lock.key, freeAt: lock.freeAt };
}
