import { tableName } from "#shared/table/client.ts";
import { here } from "#shared/table/model.ts";
import { ReportMonthEntity } from "./entity.ts";
import { monthOf } from "./zone.ts";

const known = new Set<string>();

/** Notes that a month has facts, before the first of them is stored. One write per process and month. */
export async function noteMonth(day: string): Promise<void> {
  const month = monthOf(day);
  const key = `${tableName()} ${month}`;
  if (known.has(key)) return;
  await ReportMonthEntity.put({ month }).go(here());
  known.add(key);
}

/** The months that have facts between two days, oldest first. One Query. */
export async function monthsWithFacts(from: string, to: string): Promise<string[]> {
  if (from > to) return [];
  const { data } = await ReportMonthEntity.query
    .month({ directory: "report" })
    .between({ month: monthOf(from) }, { month: monthOf(to) })
    .go({ ...here(), consistent: true, pages: "all" });
  return data.map(({ month }) => month);
}
