import { assertCan, can, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import type { Scene } from "#shared/action/definition.ts";
import { getUser } from "#shared/org/load.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { plans } from "./entity.ts";
import { planOf } from "./load.ts";
import type { PlanRecord } from "./record.ts";
import type { PlanState } from "./schema.ts";
import { brokenOf, stateOf, summariesOf } from "./view.ts";
import type { PlanSummary } from "./view-schema.ts";

type Query = {
  q: string;
  scene?: Scene | undefined;
  state?: PlanState | undefined;
  mine: boolean;
  cursor?: string | undefined;
  limit: number;
};

/** A search looks inside plans, which no key can: it reads this many at once, and this often at most. */
const chunk = 200;
const mostChunks = 5;

/** What a plan must have to be shown. */
type Wanted = {
  words: string[];
  scene: Scene | undefined;
  state: PlanState | undefined;
  /** Mail address of the owner. */
  owner: string | undefined;
  drafts: boolean;
};

async function wantedOf(ctx: Ctx, { q, scene, state, mine }: Query): Promise<Wanted> {
  const isPerson = mine && ctx.actor.kind === "person";
  const me = isPerson && ctx.actor.kind === "person" ? await getUser(ctx.actor.userId) : undefined;
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const drafts = can(ctx, "plan:manage");
  return { words, scene, state, owner: mine ? (me?.email ?? "") : undefined, drafts };
}

function isOpen({ words, scene, state, owner, drafts }: Wanted): boolean {
  return words.length === 0 && drafts && [scene, state, owner].every((one) => one === undefined);
}

function matches(plan: PlanRecord, wanted: Wanted, broken: ReadonlySet<string>): boolean {
  const { words, scene, state, owner, drafts } = wanted;
  if (!drafts && plan.published === 0) return false;
  if (scene !== undefined && plan.scene !== scene) return false;
  if (state !== undefined && stateOf(plan, broken) !== state) return false;
  if (owner !== undefined && !plan.owners.includes(owner)) return false;
  return words.every((word) => plan.search.includes(word));
}

/** `at` is where a chunk begins, `skip` how many of its plans the pages before have seen. */
type Position = { at: string | null; skip: number };
type Search = { found: PlanRecord[]; next: Position | null };

async function searchFrom(
  { at, skip }: Position,
  wanted: Wanted,
  missing: number,
): Promise<Search> {
  const limit = isOpen(wanted) ? missing : chunk;
  const query = plans.entities.plan.query.byTitle({ directory: "plan" });
  const { data, cursor } = await query.go({ ...here(), limit, cursor: at });
  const records = data.map(planOf);
  const broken = wanted.state === undefined ? new Set<string>() : await brokenOf(records);
  const hits = records.flatMap((plan, index) =>
    index >= skip && matches(plan, wanted, broken) ? index : [],
  );
  const found = hits.slice(0, missing).flatMap((index) => records[index] ?? []);
  const last = hits[missing - 1];
  if (last !== undefined && last + 1 < records.length) {
    return { found, next: { at, skip: last + 1 } };
  }
  return { found, next: cursor === null ? null : { at: cursor, skip: 0 } };
}

/**
 * Plans by English name. With `q` those that have all its words somewhere in their names, symptoms, service or
 * owners. Those who may not write plans see none that was never published.
 */
export async function listPlans(ctx: Ctx, query: Query): Promise<Page<PlanSummary>> {
  assertCan(ctx, "plan:read");
  const wanted = await wantedOf(ctx, query);
  const scope = `plans:${JSON.stringify(wanted)}`;
  let next: Position | null = decodeCursor<Position>(scope, query.cursor) ?? { at: null, skip: 0 };
  const found: PlanRecord[] = [];
  for (let read = 0; read < mostChunks && next && found.length < query.limit; read += 1) {
    const search: Search = await searchFrom(next, wanted, query.limit - found.length);
    found.push(...search.found);
    next = search.next;
  }
  const nextCursor = next === null ? null : encodeCursor(scope, next);
  return { items: await summariesOf(found), nextCursor };
}
