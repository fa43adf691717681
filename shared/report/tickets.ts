import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import { pageFacts } from "./facts.ts";
import type { DrillQuery, ReportTicket } from "./schema.ts";

/** The tickets behind a figure of the report, newest submit first. */
export async function listReportTickets(ctx: Ctx, query: DrillQuery): Promise<Page<ReportTicket>> {
  assertCan(ctx, "report:read");
  return pageFacts(query);
}
