import type { Permission } from "#shared/core/permission.ts";
import type { ReadinessPart } from "#shared/plan/view-schema.ts";

type Seen = { id: string; published: number; state: string };

/** Where what is missing of a plan's readiness is mended; null where this person can't, or it can't be done now. */
export function cureHref(
  { id, published, state }: Seen,
  code: ReadinessPart["code"],
  can: (permission: Permission) => boolean,
): string | null {
  if (code === "drill" || code === "runs") {
    const isReady = published > 0 && state !== "disabled" && state !== "broken";
    return isReady && can("order:operate") ? `/plans/${id}/start?mode=drill` : null;
  }
  if (code === "actions" && can("setting:manage")) return "/admin/settings";
  if (!can("plan:manage")) return null;
  const tabs: Partial<Record<typeof code, string>> = {
    owners: "facts",
    duration: "facts",
    draft: "check",
  };
  const tab = tabs[code];
  return tab === undefined ? `/plans/${id}/edit` : `/plans/${id}/edit?tab=${tab}`;
}
