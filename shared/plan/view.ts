import type { UserRecord } from "#shared/org/record.ts";
import { getUsersByEmail } from "#shared/org/load.ts";
import { here } from "#shared/table/model.ts";
import { autonomyOf } from "./autonomy.ts";
import { brokenActions } from "./broken.ts";
import { plans } from "./entity.ts";
import { statsOf } from "./load.ts";
import type { PlanRecord, PlanStatsRecord } from "./record.ts";
import type { PlanState } from "./schema.ts";
import { personIn } from "./uses.ts";
import type { PlanSummary } from "./view-schema.ts";

type Seen = {
  users: ReadonlyMap<string, UserRecord>;
  /** Actions that can't run now. */
  broken: ReadonlySet<string>;
  stats: PlanStatsRecord | undefined;
};

/** A published plan is broken while an action it uses can't run. */
export function stateOf({ state, actions }: PlanRecord, broken: ReadonlySet<string>): PlanState {
  return state === "published" && actions.some((action) => broken.has(action)) ? "broken" : state;
}

export function hasNewerDraft({ publishedHash, draft }: PlanRecord): boolean {
  return publishedHash !== null && publishedHash !== draft.hash;
}

export function summaryOf(plan: PlanRecord, { users, broken, stats }: Seen): PlanSummary {
  const { planId: id, version, published, name, description, scene, service, symptoms } = plan;
  const { expectedSeconds, updatedAt } = plan;
  return {
    ...{ id, version, published, name, description, scene, service, symptoms },
    ...{ expectedSeconds, updatedAt },
    hasNewerDraft: hasNewerDraft(plan),
    state: stateOf(plan, broken),
    owners: plan.owners.map((email) => personIn(users, email)),
    autonomy: autonomyOf(plan),
    brokenActions: plan.actions.filter((action) => broken.has(action)),
    lastRunAt: stats?.lastRunAt ?? null,
    lastDrillAt: stats?.lastDrillAt ?? null,
    counts: {
      successes: (stats?.successesByPeople ?? 0) + (stats?.automaticSuccesses ?? 0),
      failures: stats?.failures ?? 0,
      drills: stats?.drills ?? 0,
    },
  };
}

/** Which of the actions of these plans can't run now. */
export async function brokenOf(records: readonly PlanRecord[]): Promise<ReadonlySet<string>> {
  const broken = await brokenActions(records.flatMap(({ actions }) => actions));
  return new Set(broken.map(({ action }) => action));
}

/** Plans as lists show them. Three BatchGets per hundred: counts, mail addresses, people. */
export async function summariesOf(records: PlanRecord[]): Promise<PlanSummary[]> {
  if (records.length === 0) return [];
  const keys = records.map(({ planId }) => ({ planId }));
  const [counted, users, broken] = await Promise.all([
    plans.entities.stats.get(keys).go(here()),
    getUsersByEmail(records.flatMap(({ owners }) => owners)),
    brokenOf(records),
  ]);
  const stats = new Map(counted.data.map((item) => [item.planId, statsOf(item)]));
  return records.map((plan) => summaryOf(plan, { users, broken, stats: stats.get(plan.planId) }));
}
