import { getPublishedPlan } from "#shared/plan/load.ts";
import type { Outlook } from "./engine/outlook.ts";
import type { NodeRecord, OrderRecord } from "./record.ts";
import type { DriftView } from "./view/schema.ts";

/** What has changed since the order was made: a gate may stand for days. */
export async function driftOf(
  { plan }: OrderRecord,
  node: NodeRecord,
  outlook: Outlook | null,
): Promise<DriftView[]> {
  const published = plan === null ? null : await getPublishedPlan(plan.id).catch(() => null);
  const newer = published !== null && plan !== null && published.version > plan.version;
  const before = node.targets ?? [];
  const now = outlook?.targets ?? before;
  const gone = before.filter((target) => !now.includes(target));
  const added = node.targets === null ? [] : now.filter((target) => !before.includes(target));
  return [
    ...(newer ? [{ code: "plan_newer" as const, detail: String(published.version) }] : []),
    ...(outlook?.fault?.code === "SETTINGS_MISSING"
      ? [{ code: "settings_missing" as const, detail: outlook.fault.message }]
      : []),
    ...gone.map((detail) => ({ code: "targets_gone" as const, detail })),
    ...added.map((detail) => ({ code: "targets_new" as const, detail })),
  ];
}
