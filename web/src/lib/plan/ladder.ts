import type { Autonomy } from "#shared/plan/schema.ts";
import type { PlanView } from "#shared/plan/view-schema.ts";

const levels = ["suggest", "one_click", "auto_with_veto", "auto"] as const satisfies Autonomy[];

/** `up` and `down`: it may go there now; `shut`: not yet. */
export type Rung = { level: Autonomy; step: "now" | "up" | "down" | "shut" };

/** Autonomy rises one step at a time, once it is earned, and falls to any level at any time. */
export function ladderOf({
  autonomy,
  promotion,
  state,
}: Pick<PlanView, "autonomy" | "promotion" | "state">): Rung[] {
  const now = levels.findIndex((level) => level === autonomy);
  const isEarned = promotion !== null && promotion.successes >= promotion.needed;
  // A broken plan is a published one whose settings are missing for now.
  const mayRise = isEarned && (state === "published" || state === "broken");
  return levels.map((level, index): Rung => {
    if (index === now) return { level, step: "now" };
    if (index < now) return { level, step: "down" };
    return { level, step: index === now + 1 && mayRise ? "up" : "shut" };
  });
}
