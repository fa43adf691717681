import { DrillQuery, Report, ReportQuery, ReportTicket } from "#shared/report/schema.ts";
import { pageOf } from "#shared/core/page.ts";
import { operation } from "./operation.ts";

export const report = {
  getReport: operation({
    method: "GET",
    path: "/reports/overview",
    summary: "Volume, outcome, handling time and satisfaction for a range of days",
    access: "report:read",
    query: ReportQuery,
    result: Report,
  }),
  listReportTickets: operation({
    method: "GET",
    path: "/reports/tickets",
    summary: "The tickets behind a figure",
    access: "report:read",
    query: DrillQuery,
    result: pageOf(ReportTicket),
  }),
};

/** Served beside the contract because its answer is a file: `GET /reports/tickets.csv`, same query. */
export const reportCsvPath = "/reports/tickets.csv";
