import { operation } from "#shared/contract/operation.ts";
import { reportCsvPath, type report } from "#shared/contract/report.ts";
import { reportCsv } from "#shared/report/csv.ts";
import { getReport } from "#shared/report/overview.ts";
import { DrillQuery } from "#shared/report/schema.ts";
import { listReportTickets } from "#shared/report/tickets.ts";
import type { ApiContext } from "../context.ts";
import type { FileRoute } from "../files.ts";
import type { Routes } from "../mount.ts";

export const reportRoutes: Routes<typeof report> = {
  getReport: (ctx, { query }) => getReport(ctx, query),
  listReportTickets: (ctx, { query }) => listReportTickets(ctx, query),
};

/** The tickets behind a figure as a file; beside the contract because the answer is no JSON. */
export const csvOperation = operation({
  method: "GET",
  path: reportCsvPath,
  summary: "The tickets behind a figure as CSV",
  access: "report:read",
  query: DrillQuery,
});

// Excel takes a CSV without a byte order mark for the local code page and garbles Chinese.
const byteOrderMark = "\ufeff";

function send(c: ApiContext, csv: string, fileName: string): Response {
  return c.body(csv.startsWith(byteOrderMark) ? csv : byteOrderMark + csv, 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${fileName}"`,
  });
}

export const csvRoute: FileRoute<typeof csvOperation> = async (ctx, { query }, c) => {
  const csv = await reportCsv(ctx, query);
  return send(c, csv, `tickets-${query.from}-${query.to}.csv`);
};
