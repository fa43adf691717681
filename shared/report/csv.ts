import { stringify } from "csv-stringify/sync";
import { assertCan, type Ctx, type Locale } from "#shared/core/ctx.ts";
import { inLocale } from "#shared/core/text.ts";
import { csvWords } from "./csv-words.ts";
import { matchingFacts, type FactFilter } from "./facts.ts";
import type { FactRecord } from "./record.ts";
import { reportZone, wallTime } from "./zone.ts";

const mostRows = 50_000;
/** An answer of a Lambda function must stay under 6 MB. */
const mostBytes = 5_000_000;

const hourMs = 3_600_000;

function rowOf(fact: FactRecord, locale: Locale, zone: string): (string | number | null)[] {
  const say = csvWords[locale];
  const { completedAt, handlingMs } = fact;
  return [
    fact.number,
    fact.title,
    inLocale(fact.templateName, locale),
    fact.departmentName,
    fact.requesterName,
    say.states[fact.state],
    fact.outcome === null ? null : say.outcomes[fact.outcome],
    wallTime(fact.submittedAt, zone),
    completedAt === null ? null : wallTime(completedAt, zone),
    handlingMs === null ? null : Math.round((handlingMs / hourMs) * 100) / 100,
    fact.returns,
    fact.score,
  ];
}

const encoder = new TextEncoder();

// What people typed must stay text in a spreadsheet: a title that begins with = is not a formula.
function line(row: (string | number | null)[]): string {
  return stringify([row], { escape_formulas: true, record_delimiter: "\r\n" });
}

/**
 * The tickets behind a figure as CSV for spreadsheets (UTF-8, byte order mark, CRLF), times in the report zone.
 * A list that is too long is cut, and its last row says so.
 */
export async function reportCsv(ctx: Ctx, filter: FactFilter): Promise<string> {
  assertCan(ctx, "report:read");
  const locale = ctx.actor.kind === "person" ? ctx.actor.locale : "en";
  const zone = reportZone();
  const lines = ["\ufeff", line(csvWords[locale].columns(zone))];
  let rows = 0;
  let bytes = 0;
  for await (const fact of matchingFacts(filter)) {
    const next = line(rowOf(fact, locale, zone));
    bytes += encoder.encode(next).length;
    if (rows === mostRows || bytes > mostBytes) {
      lines.push(line([csvWords[locale].cut(rows)]));
      break;
    }
    lines.push(next);
    rows += 1;
  }
  return lines.join("");
}
