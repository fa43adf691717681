import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { PlanVersionEntity } from "./entity.ts";
import { getPlanVersion, getVersionSource, loadWork, readPlan } from "./load.ts";
import type { PlanVersionRecord } from "./record.ts";
import type { PlanDocument } from "./schema.ts";

export type VersionView = Omit<PlanVersionRecord, "planId" | "documentParts" | "sourceParts">;

function viewOf({ number, hash, publishedAt, publishedBy, reason }: VersionView): VersionView {
  return { number, hash, publishedAt, publishedBy, reason };
}

type List = { planId: string; cursor?: string | undefined; limit: number };

/** Published versions, newest first: who published what when, and why. */
export async function listPlanVersions(
  ctx: Ctx,
  { planId, cursor, limit }: List,
): Promise<Page<VersionView>> {
  await readPlan(ctx, planId);
  const scope = `plan-versions:${planId}`;
  const at = decodeCursor<string>(scope, cursor) ?? null;
  const query = PlanVersionEntity.query.version({ planId });
  const page = await query.go({ ...here(), order: "desc", limit, cursor: at });
  const nextCursor = page.cursor === null ? null : encodeCursor(scope, page.cursor);
  return { items: page.data.map(viewOf), nextCursor };
}

/** One published version with its document. Throws NOT_FOUND. */
export async function getVersion(
  ctx: Ctx,
  { planId, number }: { planId: string; number: number },
): Promise<VersionView & { document: PlanDocument }> {
  await readPlan(ctx, planId);
  const version = await getPlanVersion(planId, number);
  return { ...viewOf(version), document: version.document };
}

/** The YAML of a version, or of the draft for those who may write plans: byte for byte as it was written. */
export async function getSource(
  ctx: Ctx,
  { planId, of }: { planId: string; of: "draft" | number },
): Promise<{ version: "draft" | number; source: string }> {
  await readPlan(ctx, planId);
  if (of !== "draft") return { version: of, source: await getVersionSource(planId, of) };
  assertCan(ctx, "plan:manage");
  return { version: of, source: (await loadWork(planId)).source };
}
