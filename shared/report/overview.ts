import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { monthsWithFacts } from "./month.ts";
import type { CellRecord } from "./record.ts";
import type { Report, ReportQuery } from "./schema.ts";
import { loadCells, type CellFilter } from "./store.ts";
import { addTally, emptyTally, figuresOf, type Tally } from "./tally.ts";
import { daysBetween, reportZone } from "./zone.ts";

/** So many months are read at once; with their shards, 16 Queries. */
const monthsAtOnce = 4;

/** All cells of a range. Reads only months that have any. */
export async function cellsIn(filter: CellFilter, consistent = false): Promise<CellRecord[]> {
  const months = await monthsWithFacts(filter.from, filter.to);
  const cells: CellRecord[] = [];
  for (let start = 0; start < months.length; start += monthsAtOnce) {
    const some = months.slice(start, start + monthsAtOnce);
    const parts = await Promise.all(some.map((month) => loadCells(month, filter, consistent)));
    cells.push(...parts.flat());
  }
  return cells;
}

type Group = { id: string; newest: CellRecord; tally: Tally };

/** Sums cells by a key, largest group first. Names are those of the newest day. */
function groupBy(cells: CellRecord[], keyOf: (cell: CellRecord) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const cell of cells) {
    const id = keyOf(cell);
    const group = groups.get(id) ?? { id, newest: cell, tally: emptyTally() };
    addTally(group.tally, cell.tally);
    if (cell.day > group.newest.day) group.newest = cell;
    groups.set(id, group);
  }
  return [...groups.values()].sort(
    (one, other) => other.tally.submitted - one.tally.submitted || (one.id < other.id ? -1 : 1),
  );
}

function byDay(cells: CellRecord[], { from, to }: ReportQuery): Report["byDay"] {
  const days = new Map(groupBy(cells, ({ day }) => day).map(({ id, tally }) => [id, tally]));
  return daysBetween(from, to).map((day) => ({
    day,
    submitted: days.get(day)?.submitted ?? 0,
    completed: days.get(day)?.completed ?? 0,
  }));
}

/** The report of the tickets submitted in a range of days, from counters alone. */
export async function getReport(ctx: Ctx, query: ReportQuery): Promise<Report> {
  assertCan(ctx, "report:read");
  const cells = await cellsIn(query);
  const total = cells.reduce((sum, { tally }) => addTally(sum, tally), emptyTally());
  return {
    from: query.from,
    to: query.to,
    zone: reportZone(),
    total: figuresOf(total),
    byTemplate: groupBy(cells, ({ templateId }) => templateId).map(({ id, newest, tally }) => ({
      id,
      name: newest.templateName,
      figures: figuresOf(tally),
    })),
    byDepartment: groupBy(cells, ({ departmentId }) => departmentId).map(
      ({ id, newest, tally }) => ({ id, name: newest.departmentName, figures: figuresOf(tally) }),
    ),
    byDay: byDay(cells, query),
  };
}
