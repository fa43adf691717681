import { assertCan, can, type Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { fromItem } from "#shared/table/attribute.ts";
import { tableName } from "#shared/table/client.ts";
import { here } from "#shared/table/model.ts";
import { joinText } from "#shared/table/parts.ts";
import { PlanVersionEntity, PlanVersionPartEntity, plans } from "./entity.ts";
import type { PlanRecord, PlanStatsRecord, PlanVersionRecord } from "./record.ts";
import { PlanDocument } from "./schema.ts";
import { hashOf } from "./store.ts";

export function planOf(item: object): PlanRecord {
  const nullable = ["service", "expectedSeconds", "publishedHash", "autonomy", "disabled"] as const;
  return fromItem<PlanRecord>(item, nullable);
}

export function statsOf(item: object): PlanStatsRecord {
  const runs = ["lastRunAt", "lastRunOrderId", "lastSuccessAt", "lastSuccessOrderId"] as const;
  return fromItem<PlanStatsRecord>(item, [...runs, "lastDrillAt"]);
}

/** The plan in any state. One Get. Throws NOT_FOUND. */
export async function getPlanRecord(planId: string): Promise<PlanRecord> {
  const { data } = await plans.entities.plan.get({ planId }).go({ ...here(), consistent: true });
  if (data === null) throw notFound("plan");
  return planOf(data);
}

/** A plan with its draft and the counts of its runs. */
export type PlanWork = { plan: PlanRecord; source: string; stats: PlanStatsRecord };

const attempts = 4;

/**
 * One Query. A Query is no snapshot: when somebody saves in the middle of it, plan and draft do not fit, and are read
 * again. Throws NOT_FOUND.
 */
export async function loadWork(planId: string): Promise<PlanWork> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const query = plans.collections.work({ planId });
    const { data } = await query.go({ ...here(), consistent: true, pages: "all" });
    const [plan, stats] = [data.plan[0], data.stats[0]];
    if (plan === undefined || stats === undefined) throw notFound("plan");
    const source = joinText(data.draftPart.filter(({ part }) => part < plan.draft.parts));
    if (hashOf(source) === plan.draft.hash) {
      return { plan: planOf(plan), source, stats: statsOf(stats) };
    }
  }
  throw new AppError("CONFLICT", "Somebody is saving this plan.");
}

/** Those who may not write plans see none that was never published. */
function assertShown(ctx: Ctx, { published }: PlanRecord): void {
  if (published === 0 && !can(ctx, "plan:manage")) throw notFound("plan");
}

/** A plan for a reader. One Get. Throws FORBIDDEN, NOT_FOUND. */
export async function readPlan(ctx: Ctx, planId: string): Promise<PlanRecord> {
  assertCan(ctx, "plan:read");
  const plan = await getPlanRecord(planId);
  assertShown(ctx, plan);
  return plan;
}

/** The same with draft and counts. One Query. */
export async function readWork(ctx: Ctx, planId: string): Promise<PlanWork> {
  assertCan(ctx, "plan:read");
  const work = await loadWork(planId);
  assertShown(ctx, work.plan);
  return work;
}

/** A published version as a run needs it. Others share it: nobody changes it. */
export type PlanVersion = Omit<PlanVersionRecord, "documentParts" | "sourceParts"> & {
  document: PlanDocument;
};

const cacheSize = 100;
const cache = new Map<string, PlanVersion>();

// A Map keeps insertion order: its first key is the one not used for longest.
function remember(key: string, version: PlanVersion): PlanVersion {
  cache.delete(key);
  cache.set(key, version);
  const [oldest] = cache.keys();
  if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest);
  return version;
}

async function textOf(planId: string, number: number, of: "document" | "source") {
  const query = PlanVersionPartEntity.query.part({ planId, number, of });
  const { data } = await query.go({ ...here(), consistent: true, pages: "all" });
  return joinText(data);
}

/** What is stored of a version beside its texts. Throws NOT_FOUND. */
export async function getVersionHead(planId: string, number: number): Promise<PlanVersionRecord> {
  const key = { planId, number };
  const { data } = await PlanVersionEntity.get(key).go({ ...here(), consistent: true });
  if (data === null) throw notFound("plan version");
  return data;
}

/** A published version; a warm process reads it once. A Get and a Query. Throws NOT_FOUND. */
export async function getPlanVersion(planId: string, number: number): Promise<PlanVersion> {
  const key = `${tableName()} ${planId} ${number}`;
  const cached = cache.get(key);
  if (cached !== undefined) return remember(key, cached);
  const [head, text] = await Promise.all([
    getVersionHead(planId, number),
    textOf(planId, number, "document"),
  ]);
  const { documentParts: _, sourceParts: __, ...rest } = head;
  // Later releases may know more fields of a document than the one that published it.
  return remember(key, { ...rest, document: PlanDocument.parse(JSON.parse(text)) });
}

/** The YAML of a published version, byte for byte. Throws NOT_FOUND. */
export async function getVersionSource(planId: string, number: number): Promise<string> {
  const [, text] = await Promise.all([
    getVersionHead(planId, number),
    textOf(planId, number, "source"),
  ]);
  return text;
}

export type PublishedPlan = {
  plan: PlanRecord;
  version: number;
  document: PlanDocument;
  hash: string;
};

/** What a new run begins with. Throws NOT_FOUND, and WRONG_STATE while the plan is a draft or disabled. */
export async function getPublishedPlan(planId: string): Promise<PublishedPlan> {
  const plan = await getPlanRecord(planId);
  if (plan.state !== "published") {
    throw new AppError("WRONG_STATE", `This plan is ${plan.state}: it cannot be run.`);
  }
  const { document, hash } = await getPlanVersion(planId, plan.published);
  return { plan, version: plan.published, document, hash };
}
