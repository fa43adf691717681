import { after, hourMs, secondMs } from "#shared/core/clock.ts";
import type { Guardrails } from "#shared/plan/schema.ts";
import type { Recent } from "./record.ts";
import type { HoldReason } from "./schema.ts";

/** The guardrails of self-recovery: pure. What a plan may do by itself, given what it has done of late. */

export type Alert = {
  fingerprint: string;
  /** What it is about; empty when the alert does not say. */
  targets: string[];
  /** Of the whole service; null when nobody knows. */
  instances: number | null;
};

/** Only the last hour counts, and what is younger than the interval. */
export function recentOf(recent: readonly Recent[], now: string, guardrails: Guardrails): Recent[] {
  const longestMs = Math.max(hourMs, guardrails.minIntervalSeconds * secondMs);
  const from = after(now, -longestMs);
  return recent.filter(({ at }) => at > from);
}

/** Runs about one of these targets; without targets every run is about the same. */
function about(recent: readonly Recent[], targets: readonly string[]): Recent[] {
  if (targets.length === 0) return [...recent];
  return recent.filter((one) => one.targets.some((target) => targets.includes(target)));
}

/** Why the plan must not run now; null: it may. What was only told is no run. */
export function holdOf(
  guardrails: Guardrails,
  recent: readonly Recent[],
  alert: Alert,
  now: string,
): HoldReason | null {
  const runs = recent.filter(({ orderId }) => orderId !== null);
  const tooSoon = after(now, -guardrails.minIntervalSeconds * secondMs);
  if (about(runs, alert.targets).some(({ at }) => at > tooSoon)) return "too_soon";
  const lastHour = runs.filter(({ at }) => at > after(now, -hourMs));
  const most = guardrails.mostPerTargetPerHour;
  const ofTarget = (target: string) => about(lastHour, [target]).length;
  const isOften =
    alert.targets.length === 0
      ? lastHour.length >= most
      : alert.targets.some((target) => ofTarget(target) >= most);
  if (isOften) return "target_limit";
  if (lastHour.length >= guardrails.mostPerHour) return "hour_limit";
  return isTooMuch(guardrails, lastHour, alert) ? "share_limit" : null;
}

/** Whether more of the service would be touched within the hour than may be. One instance always may. */
function isTooMuch(
  { mostSharePercent }: Guardrails,
  lastHour: readonly Recent[],
  { targets, instances }: Alert,
): boolean {
  if (instances === null || targets.length === 0) return false;
  const touched = new Set([...lastHour.flatMap((one) => one.targets), ...targets]);
  return touched.size > Math.max(1, Math.floor((instances * mostSharePercent) / 100));
}

/** What share of the service a run would touch can't be told: then somebody is asked. */
export function isShareUnknown(
  { mostSharePercent }: Guardrails,
  { targets, instances }: Alert,
): boolean {
  return mostSharePercent < 100 && (instances === null || targets.length === 0);
}

/** The same trouble was told a short while ago: nobody is told again. */
export function wasTold(
  guardrails: Guardrails,
  recent: readonly Recent[],
  { fingerprint }: Alert,
  now: string,
): boolean {
  const from = after(now, -guardrails.minIntervalSeconds * secondMs);
  return recent.some((one) => one.fingerprint === fingerprint && one.at > from);
}
