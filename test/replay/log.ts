import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import * as z from "zod";
import { shortName } from "./activity.ts";

/** `at` is the log's instant in UTC, `activity` its short name. */
export type LogEvent = { activity: string; at: string };

/** One request for payment as the log tells it; events in file order. */
export type LogCase = {
  id: string;
  /** EUR, rounded to cents. */
  amount: number;
  orgUnit: string;
  project: string;
  events: LogEvent[];
};

const Row = z.object({
  case: z.string().min(1),
  time: z.iso.datetime({ offset: true }),
  activity: z.string().min(1),
  amount: z.coerce.number(),
  org_unit: z.string().min(1),
  project: z.string().min(1),
});
type Row = z.infer<typeof Row>;

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function newCase(row: Row): LogCase {
  const { case: id, org_unit: orgUnit, project } = row;
  return { id, amount: cents(row.amount), orgUnit, project, events: [] };
}

/** Cases in order of their first event. Throws with the line's number when a row is not as described. */
export function parseLog(csv: string): LogCase[] {
  const rows: unknown[] = parse(csv, { columns: true, skip_empty_lines: true, bom: true });
  const cases = new Map<string, LogCase>();
  for (const [index, given] of rows.entries()) {
    const parsed = Row.safeParse(given);
    if (!parsed.success) {
      throw new Error(`Row ${index + 1} of the log: ${z.prettifyError(parsed.error)}`);
    }
    const row = parsed.data;
    const found = cases.get(row.case) ?? newCase(row);
    cases.set(row.case, found);
    found.events.push({
      activity: shortName(row.activity),
      at: new Date(row.time).toISOString(),
    });
  }
  return [...cases.values()];
}

/** Reads a log from a `.csv` or `.csv.gz` file. */
export async function readLog(path: string): Promise<LogCase[]> {
  const bytes = await readFile(path);
  return parseLog((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}
