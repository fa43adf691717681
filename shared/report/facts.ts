import { invalid } from "#shared/core/error.ts";
import type { Page } from "#shared/core/page.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { FactEntity } from "./entity.ts";
import { monthsWithFacts } from "./month.ts";
import type { FactRecord } from "./record.ts";
import { longestRangeMs, type DrillQuery, type ReportTicket } from "./schema.ts";
import { factOf, factShards, type FactKey } from "./store.ts";
import { addDays } from "./zone.ts";

/** Which tickets: submitted in a range of days, perhaps of one template or department, behind one figure. */
export type FactFilter = Omit<DrillQuery, "cursor" | "limit">;

function isNewer(one: FactKey, other: FactKey): boolean {
  if (one.submittedAt !== other.submittedAt) return one.submittedAt > other.submittedAt;
  return one.ticketId > other.ticketId;
}

function isCountedIn(fact: FactRecord, figure: DrillQuery["figure"]): boolean {
  switch (figure) {
    case "submitted":
      return true;
    case "open":
      return fact.state !== "completed";
    case "completed":
      return fact.state === "completed";
    case "returned":
      return fact.returns > 0;
    case "rated":
      return fact.score !== null;
    default:
      return fact.outcome === figure;
  }
}

function matches(fact: FactRecord, filter: FactFilter): boolean {
  const { templateId, departmentId, figure } = filter;
  return (
    (templateId === undefined || fact.templateId === templateId) &&
    (departmentId === undefined || fact.departmentId === departmentId) &&
    isCountedIn(fact, figure)
  );
}

type Part = { month: string; from: string; to: string; behind: FactKey | undefined; page: number };
type Shard = Part & { shard: string };

/** Facts of one partition, newest first, read page by page as they are taken. */
async function* shardFacts({ month, shard, from, to, behind, page }: Shard) {
  const upTo = behind ?? { day: addDays(to, 1) };
  const query = FactEntity.query.fact({ month, shard }).between({ day: from }, upTo);
  let cursor: string | null = null;
  do {
    const answer: { data: object[]; cursor: string | null } = await query.go({
      ...here(),
      order: "desc",
      limit: page,
      cursor,
    });
    const facts = answer.data.map(factOf);
    yield* behind === undefined ? facts : facts.filter((fact) => isNewer(behind, fact));
    cursor = answer.cursor;
  } while (cursor !== null);
}

/** Facts of one month over all its partitions, newest first. */
async function* monthFacts(part: Part): AsyncGenerator<FactRecord> {
  const sources = factShards.map((shard) => shardFacts({ ...part, shard }));
  const heads = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    let newest = -1;
    let taken: FactRecord | undefined;
    heads.forEach((head, index) => {
      if (head.done === true || (taken !== undefined && !isNewer(head.value, taken))) return;
      newest = index;
      taken = head.value;
    });
    const source = sources[newest];
    if (taken === undefined || source === undefined) return;
    yield taken;
    heads[newest] = await source.next();
  }
}

/** All facts of a range of days behind a position, newest first. `page` is how many a Query asks for. */
export async function* newestFacts(
  { from, to }: Pick<FactFilter, "from" | "to">,
  behind: FactKey | undefined,
  page: number,
): AsyncGenerator<FactRecord> {
  const last = behind?.day ?? to;
  const months = await monthsWithFacts(from, last);
  for (const month of months.reverse()) {
    // The position lies in the newest month that is left; older ones are read whole.
    const within = behind?.day.startsWith(month) === true ? behind : undefined;
    yield* monthFacts({ month, from, to: last, behind: within, page });
  }
}

export function assertRange({ from, to }: Pick<FactFilter, "from" | "to">): void {
  if (Date.parse(to) - Date.parse(from) <= longestRangeMs) return;
  throw invalid([{ path: "to", code: "too_long", message: "at most three years" }]);
}

/** All facts behind a figure, newest first, for files and checks. */
export async function* matchingFacts(filter: FactFilter): AsyncGenerator<FactRecord> {
  assertRange(filter);
  for await (const fact of newestFacts(filter, undefined, 250)) {
    if (matches(fact, filter)) yield fact;
  }
}

export function ticketView(fact: FactRecord): ReportTicket {
  const { ticketId: id, number, title, templateId, templateName, departmentId } = fact;
  const { departmentName, requesterName, state, outcome, submittedAt, completedAt } = fact;
  const { handlingMs, returns, score } = fact;
  return {
    id,
    number,
    title,
    templateId,
    templateName,
    departmentId,
    departmentName,
    requesterName,
    state,
    outcome,
    submittedAt,
    completedAt,
    handlingMs,
    returns,
    score,
  };
}

/** A page that finds little reads this many facts at most, and says where to go on. */
const mostRead = 2000;

function scopeOf({ from, to, templateId, departmentId, figure }: FactFilter): string {
  return JSON.stringify(["facts", from, to, templateId, departmentId, figure]);
}

/**
 * One page of the tickets behind a figure, newest submit first. A page may be short, or empty, and still have a
 * next one, when a narrow filter meets a long range. No permission is asked for here: the verbs do.
 */
export async function pageFacts(query: DrillQuery): Promise<Page<ReportTicket>> {
  const { cursor, limit, ...filter } = query;
  assertRange(filter);
  const scope = scopeOf(filter);
  const behind = decodeCursor<FactKey>(scope, cursor);
  const found: FactRecord[] = [];
  let read = 0;
  let position: FactKey | undefined;
  for await (const fact of newestFacts(filter, behind, Math.ceil(limit / factShards.length) + 4)) {
    const isMore = matches(fact, filter);
    if ((isMore && found.length === limit) || read === mostRead) {
      return { items: found.map(ticketView), nextCursor: encodeCursor(scope, keyOf(position)) };
    }
    if (isMore) found.push(fact);
    read += 1;
    position = fact;
  }
  return { items: found.map(ticketView), nextCursor: null };
}

function keyOf(position: FactKey | undefined): FactKey | undefined {
  if (position === undefined) return undefined;
  const { day, submittedAt, ticketId } = position;
  return { day, submittedAt, ticketId };
}
