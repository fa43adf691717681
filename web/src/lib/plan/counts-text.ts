import { t } from "#lib/i18n/i18n.svelte.ts";
import type { PlanSummary } from "#shared/plan/view-schema.ts";

/** How often a plan ran, in a few words. */
export function countsText({ successes, failures, drills }: PlanSummary["counts"]): string {
  const runs = successes + failures;
  const parts = [
    runs === 0 ? "" : t("plans.runs", { count: runs }),
    failures === 0 ? "" : t("plans.runsFailed", { failed: failures }),
    drills === 0 ? "" : t("plans.drills", { count: drills }),
  ].filter(Boolean);
  return parts.length === 0 ? t("plans.noRuns") : parts.join(" · ");
}
