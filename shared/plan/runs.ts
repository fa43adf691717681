import { here } from "#shared/table/model.ts";
import { PlanRunEntity } from "./entity.ts";

const mostCounted = 10;
/** Failed runs end early and say nothing about how long it takes: some more are read. */
const mostRead = 25;

/** Seconds that the last successful runs took on average; null before the first. One Query of 25 small rows. */
export async function averageSeconds(planId: string): Promise<number | null> {
  const query = PlanRunEntity.query.run({ planId, mode: "run" });
  const { data } = await query.go({ ...here(), order: "desc", limit: mostRead });
  const last = data.filter(({ isSuccess }) => isSuccess).slice(0, mostCounted);
  if (last.length === 0) return null;
  return Math.round(last.reduce((sum, { seconds }) => sum + seconds, 0) / last.length);
}
