import { minuteMs } from "#shared/core/clock.ts";
import { tableName } from "#shared/table/client.ts";
import { newestFacts } from "./facts.ts";
import type { FactRecord } from "./record.ts";
import { addDays } from "./zone.ts";

/** Enough to find something alike among, and the same few Queries however many tickets there are. */
const mostRecent = 400;
const daysBack = 730;
const keptMs = minuteMs;

let kept: { key: string; at: number; facts: Promise<FactRecord[]> } | undefined;

async function read(today: string): Promise<FactRecord[]> {
  const facts: FactRecord[] = [];
  const range = { from: addDays(today, -daysBack), to: today };
  for await (const fact of newestFacts(range, undefined, 60)) {
    facts.push(fact);
    if (facts.length === mostRecent) break;
  }
  return facts;
}

/** The newest tickets of all templates. A warm process reads them once a minute: for suggestions, not for figures. */
export async function recentFacts(today: string): Promise<FactRecord[]> {
  const key = `${tableName()} ${today}`;
  if (kept === undefined || kept.key !== key || Date.now() - kept.at > keptMs) {
    kept = { key, at: Date.now(), facts: read(today) };
    kept.facts.catch(() => (kept = undefined));
  }
  return kept.facts;
}
