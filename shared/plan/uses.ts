import { getUsersByEmail } from "#shared/org/load.ts";
import type { UserRecord } from "#shared/org/record.ts";
import type { Page } from "#shared/core/page.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { brokenActions } from "./broken.ts";
import { plans, PlanUseEntity } from "./entity.ts";
import { planOf } from "./load.ts";
import type { PlanRecord } from "./record.ts";
import type { PlanPerson, PlanUse } from "./use-schema.ts";

/** Those of these plans that exist, in the order asked for. One BatchGet per hundred. */
async function getPlans(planIds: readonly string[]): Promise<PlanRecord[]> {
  const distinct = [...new Set(planIds)];
  if (distinct.length === 0) return [];
  const keys = distinct.map((planId) => ({ planId }));
  const { data } = await plans.entities.plan.get(keys).go({ ...here(), consistent: true });
  const found = new Map(data.map((item) => [item.planId, planOf(item)]));
  return distinct.flatMap((planId) => found.get(planId) ?? []);
}

export function personIn(users: ReadonlyMap<string, UserRecord>, email: string): PlanPerson {
  const user = users.get(email);
  return { email, name: user?.name ?? null, isActive: user?.state === "active" };
}

async function usesOf(records: PlanRecord[]): Promise<PlanUse[]> {
  const [users, broken] = await Promise.all([
    getUsersByEmail(records.flatMap(({ owners }) => owners)),
    brokenActions(records.flatMap(({ actions }) => actions)),
  ]);
  const gone = new Set(broken.map(({ action }) => action));
  return records.map((plan) => {
    const { planId: id, name, published, owners, actions } = plan;
    const isBroken = plan.state === "published" && actions.some((action) => gone.has(action));
    const state = isBroken ? "broken" : plan.state;
    return { id, name, state, published, owners: owners.map((email) => personIn(users, email)) };
  });
}

type Query = { code: string; cursor?: string | undefined; limit: number };

/** A page of the plans whose published version uses an action. A Query, then BatchGets of the plans and owners. */
export async function listPlansUsing({ code, cursor, limit }: Query): Promise<Page<PlanUse>> {
  const scope = `plans-using:${code}`;
  const at = decodeCursor<string>(scope, cursor) ?? null;
  const query = PlanUseEntity.query.use({ action: code });
  const { data, cursor: next } = await query.go({ ...here(), limit, cursor: at });
  const items = await usesOf(await getPlans(data.map(({ planId }) => planId)));
  return { items, nextCursor: next === null ? null : encodeCursor(scope, next) };
}

/** Further actions are looked at with the next page. */
type Position = { actions: string[]; at: string | null };

/**
 * The plans whose published version uses one of these actions, with their owners, a page of at most `limit` at a time:
 * whom to tell when settings change. A plan that uses several of them comes once for each.
 */
export async function plansUsing(
  actionCodes: readonly string[],
  { cursor, limit = 25 }: { cursor?: string | undefined; limit?: number } = {},
): Promise<Page<PlanUse>> {
  const codes = [...new Set(actionCodes)].sort();
  const scope = `plans-using:${codes.join(",")}`;
  const position = decodeCursor<Position>(scope, cursor) ?? { actions: codes, at: null };
  let { actions, at } = position;
  const found: string[] = [];
  while (actions[0] !== undefined && found.length < limit) {
    const query = PlanUseEntity.query.use({ action: actions[0] });
    const page = await query.go({ ...here(), limit: limit - found.length, cursor: at });
    found.push(...page.data.map(({ planId }) => planId));
    at = page.cursor;
    if (at === null) actions = actions.slice(1);
  }
  const items = await usesOf(await getPlans(found));
  const nextCursor = actions.length === 0 ? null : encodeCursor(scope, { actions, at });
  return { items, nextCursor };
}
