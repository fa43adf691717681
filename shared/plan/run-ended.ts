import { put, update, type Write } from "#shared/table/commit.ts";
import { dayMs } from "#shared/core/clock.ts";
import { here } from "#shared/table/model.ts";
import { PlanRunEntity, plans } from "./entity.ts";
import type { PlanRunRecord } from "./record.ts";

/** How an order of a plan ended. `isEffective` is null where nobody watched whether it helped. */
export type RunFacts = Omit<PlanRunRecord, "mode"> & { mode: "run" | "drill" | "dry_run" };

/** Long enough for averages and readiness; orders themselves are kept elsewhere. */
const keptMs = 400 * dayMs;

function drillWrite({ planId, isSuccess, at }: RunFacts): Write {
  const counted = plans.entities.stats.update({ planId }).add({ drills: 1 });
  return update((isSuccess ? counted.set({ lastDrillAt: at }) : counted).params(here()));
}

function runWrite(facts: RunFacts): Write {
  const { planId, at, orderId, isAutomatic, isSuccess, isEffective } = facts;
  const isGood = isSuccess && isEffective !== false;
  const success = { lastSuccessAt: at, lastSuccessOrderId: orderId };
  const inARow = isGood && isEffective === true ? { ineffectiveInARow: 0 } : {};
  const counted = plans.entities.stats
    .update({ planId })
    .set({ lastRunAt: at, lastRunOrderId: orderId, ...(isSuccess ? success : {}), ...inARow })
    .add({
      automaticRuns: isAutomatic ? 1 : 0,
      automaticSuccesses: isAutomatic && isGood ? 1 : 0,
      successesByPeople: !isAutomatic && isGood ? 1 : 0,
      failures: isSuccess ? 0 : 1,
      ...(isGood ? {} : { ineffectiveInARow: 1 }),
    });
  return update(counted.params(here()));
}

function runRow({ mode, ...facts }: RunFacts & { mode: "run" | "drill" }): Write {
  const { isEffective, ...rest } = facts;
  const expiresAt = Math.floor((Date.parse(facts.at) + keptMs) / 1000);
  const known = isEffective === null ? {} : { isEffective };
  return put(PlanRunEntity.put({ ...rest, ...known, mode, expiresAt }).params(here()));
}

/**
 * What the end of an order changes in the counts of its plan: writes for the order's own last commit, which happens
 * once. They read nothing and never conflict with those who edit the plan. A dry run proves nothing and changes nothing.
 */
export function runEnded(facts: RunFacts): Write[] {
  const { mode } = facts;
  if (mode === "dry_run") return [];
  const count = mode === "drill" ? drillWrite(facts) : runWrite(facts);
  return [count, runRow({ ...facts, mode })];
}
