import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countOf } from "#functions/stream/count.ts";
import { after, dayMs, hourMs, minuteMs } from "#shared/core/clock.ts";
import { systemCtx, type Locale } from "#shared/core/ctx.ts";
import type { Permission } from "#shared/core/permission.ts";
import { countTicket } from "#shared/report/count.ts";
import { reportCsv } from "#shared/report/csv.ts";
import { getReport } from "#shared/report/overview.ts";
import { recountReport } from "#shared/report/recount.ts";
import type { DrillQuery, ReportTicket } from "#shared/report/schema.ts";
import { CellEntity } from "#shared/report/entity.ts";
import { listReportTickets } from "#shared/report/tickets.ts";
import { here } from "#shared/table/model.ts";
import type { TicketRecord } from "#shared/ticket/record.ts";
import { ownTable, recordsOf } from "#test/support/own-table.ts";
import { asPerson, epoch, storeTicket, ticketRecord } from "#test/support/records.ts";

let engine: { stop: () => Promise<void> };

const manager = (permissions: Permission[] = ["report:read"], locale: Locale = "en") =>
  asPerson("usr_erin", permissions, { locale });

const range = { from: "2026-03-01", to: "2026-05-31" };

/** Ninety tickets over ten weeks: five states, two types, two departments and none. */
function manyTickets(): TicketRecord[] {
  return Array.from({ length: 90 }, (_none, index) => {
    const submittedAt = after(epoch, index * 18 * hourMs);
    const isEnded = index % 3 > 0;
    const outcomes = ["approved", "approved", "vetoed", "withdrawn"] as const;
    const handling = (index + 1) * 7 * minuteMs;
    return ticketRecord({
      number: `OPS-2026-${String(index).padStart(6, "0")}`,
      templateId: index % 2 === 0 ? "tpl_server" : "tpl_expense",
      templateName:
        index % 2 === 0 ? { en: "Server", "zh-CN": "服务器" } : { en: "Expense", "zh-CN": "报销" },
      department:
        index % 5 === 0 ? null : { id: `dep_${index % 2}`, name: `Department ${index % 2}` },
      submittedAt,
      state: isEnded ? "completed" : index % 2 === 0 ? "returned" : "in_approval",
      outcome: isEnded ? (outcomes[index % 4] ?? null) : null,
      completedAt: isEnded ? after(submittedAt, handling) : null,
      returns: index % 7 === 0 ? 2 : 0,
      rating: isEnded && index % 4 === 1 ? { score: (index % 5) + 1, comment: null } : null,
    });
  });
}

const tickets = manyTickets();

beforeAll(async () => {
  engine = await ownTable();
  for (const ticket of tickets) await storeTicket(ticket);
  const records = await recordsOf("ticket", "MODIFY");
  for (let start = 0; start < records.length; start += 10) {
    await Promise.all(records.slice(start, start + 10).map(countOf));
  }
}, 60_000);

afterAll(() => engine.stop());

const ended = tickets.filter(({ state }) => state === "completed");
const handlings = ended
  .map((ticket) => Date.parse(ticket.completedAt ?? "") - Date.parse(ticket.submittedAt ?? ""))
  .toSorted((a, b) => a - b);
const scores = tickets.flatMap(({ rating }) => (rating === null ? [] : [rating.score]));
const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0);

describe("the report", () => {
  it("shows the numbers of the tickets submitted in the range, means exactly, quantiles within 1 %", async () => {
    const { total, zone } = await getReport(manager(), range);
    expect(zone).toBe("Asia/Shanghai");
    expect(total).toMatchObject({
      submitted: 90,
      completed: ended.length,
      open: 90 - ended.length,
      vetoed: ended.filter(({ outcome }) => outcome === "vetoed").length,
      returns: sum(tickets.map(({ returns }) => returns)),
      ratings: scores.length,
      handlingMeanMs: Math.round(sum(handlings) / handlings.length),
    });
    expect(total.satisfaction).toBeCloseTo(sum(scores) / scores.length, 10);
    for (const [quantile, found] of [
      [0.5, total.handlingMedianMs],
      [0.9, total.handlingP90Ms],
    ] as const) {
      const exact = handlings[Math.ceil(quantile * handlings.length) - 1] ?? 0;
      expect(Math.abs((found ?? 0) - exact) / exact).toBeLessThan(0.0101);
    }
  });

  it("its groups and days add up to its total", async () => {
    const report = await getReport(manager(), range);
    for (const groups of [report.byTemplate, report.byDepartment]) {
      expect(sum(groups.map(({ figures }) => figures.submitted))).toBe(90);
      expect(sum(groups.map(({ figures }) => figures.completed))).toBe(ended.length);
    }
    expect(report.byDay).toHaveLength(92);
    expect(sum(report.byDay.map(({ submitted }) => submitted))).toBe(90);
    expect(sum(report.byDay.map(({ completed }) => completed))).toBe(ended.length);
    expect(report.byTemplate.map(({ name }) => name.en).toSorted()).toEqual(["Expense", "Server"]);
    expect(report.byDepartment.map(({ id }) => id)).toContain("none");
  });

  it("narrowed to a type and a department it is the report of just those", async () => {
    const wanted = { templateId: "tpl_server", departmentId: "dep_0" };
    const { total } = await getReport(manager(), { ...range, ...wanted });
    const those = tickets.filter(
      ({ templateId, department }) => templateId === "tpl_server" && department?.id === "dep_0",
    );
    expect(total.submitted).toBe(those.length);
    const none = await getReport(manager(), { from: "2024-01-01", to: "2024-12-31" });
    expect(none.total).toMatchObject({ submitted: 0, handlingMedianMs: null, satisfaction: null });
  });

  it("a ticket belongs to the day of its first submit in the report zone", async () => {
    const submittedAt = "2025-12-31T16:00:00.000Z";
    await countTicket(await storeTicket(ticketRecord({ submittedAt })));
    const before = await getReport(manager(), { from: "2025-12-31", to: "2025-12-31" });
    const day = await getReport(manager(), { from: "2026-01-01", to: "2026-01-01" });
    expect([before.total.submitted, day.total.submitted]).toEqual([0, 1]);
  });

  it("needs the permission to read reports, like the tickets and the file behind it", async () => {
    const query: DrillQuery = { ...range, figure: "submitted", limit: 10 };
    const forbidden = { code: "FORBIDDEN" };
    await expect(getReport(manager([]), range)).rejects.toMatchObject(forbidden);
    await expect(listReportTickets(manager([]), query)).rejects.toMatchObject(forbidden);
    await expect(reportCsv(manager([]), query)).rejects.toMatchObject(forbidden);
    await expect(recountReport(manager([]), range)).rejects.toMatchObject(forbidden);
  });

  it("equals a recount from the tickets, and a recount finds a counter that is wrong", async () => {
    const good = await recountReport(systemCtx("recount", epoch), range);
    expect(good).toMatchObject({ tickets: 90, differences: [] });
    const cells = await CellEntity.scan.go({ ...here(), pages: "all" });
    const [cell] = cells.data;
    if (cell === undefined) throw new Error("no cell");
    const { month, shard, day, templateId, departmentId } = cell;
    const key = { month, shard, day, templateId, departmentId };
    await CellEntity.patch(key).add({ submitted: 1 }).go(here());
    const whole = { from: "2025-12-01", to: "2026-05-31" };
    const bad = await recountReport(systemCtx("recount", epoch), whole);
    await CellEntity.patch(key).add({ submitted: -1 }).go(here());
    expect(bad.differences).toMatchObject([{ day, templateId, departmentId, figure: "submitted" }]);
  });
});

async function drill(query: Partial<DrillQuery>, limit = 100): Promise<ReportTicket[]> {
  const found: ReportTicket[] = [];
  let cursor: string | undefined;
  do {
    const given: DrillQuery = { ...range, figure: "submitted", ...query, limit, cursor };
    const page = await listReportTickets(manager(), given);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

describe("the tickets behind a number", () => {
  it("are as many as the number says, for every type and department", async () => {
    const report = await getReport(manager(), range);
    const groups = [
      { filter: {}, figures: report.total },
      ...report.byTemplate.map(({ id, figures }) => ({ filter: { templateId: id }, figures })),
      ...report.byDepartment.map(({ id, figures }) => ({ filter: { departmentId: id }, figures })),
    ];
    for (const { filter, figures } of groups) {
      expect(await drill({ ...filter, figure: "open" })).toHaveLength(figures.open);
      expect(await drill({ ...filter, figure: "vetoed" })).toHaveLength(figures.vetoed);
      const returned = await drill({ ...filter, figure: "returned" });
      expect(sum(returned.map(({ returns }) => returns))).toBe(figures.returns);
    }
  });

  it("are as many for every figure there is", async () => {
    const { total } = await getReport(manager(), range);
    const named = ["submitted", "completed", "approved", "withdrawn", "expired", "failed"] as const;
    for (const figure of named) expect(await drill({ figure })).toHaveLength(total[figure]);
    expect(await drill({ figure: "rated" })).toHaveLength(total.ratings);
  });

  it("come newest first and each once, whatever the page size, over months and partitions", async () => {
    const newest = tickets.map(({ ticketId }) => ticketId).toReversed();
    for (const limit of [7, 100]) {
      expect((await drill({}, limit)).map(({ id }) => id)).toEqual(newest);
    }
  });

  it("of some days are just those of the days", async () => {
    const found = await drill({ from: "2026-03-31", to: "2026-04-01" }, 2);
    const days = found.map(({ submittedAt }) => after(submittedAt, 8 * hourMs).slice(0, 10));
    expect(days.length).toBeGreaterThan(1);
    expect(days.every((day) => day === "2026-03-31" || day === "2026-04-01")).toBe(true);
  });

  it("tickets submitted while somebody pages neither repeat nor hide others", async () => {
    const query: DrillQuery = { ...range, figure: "submitted", limit: 30 };
    const first = await listReportTickets(manager(), query);
    const late = ticketRecord({ submittedAt: after(epoch, 80 * dayMs) });
    await countTicket(await storeTicket(late));
    const cursor = first.nextCursor ?? undefined;
    const second = await listReportTickets(manager(), { ...query, limit: 100, cursor });
    expect(first.items.length + second.items.length).toBe(90);
  });

  it("a cursor of another question, or a range of more than three years, is refused", async () => {
    const query: DrillQuery = { ...range, figure: "submitted", limit: 5 };
    const { nextCursor } = await listReportTickets(manager(), query);
    const other = { ...query, figure: "open" as const, cursor: nextCursor ?? "" };
    const invalid = { code: "INVALID_CURSOR" };
    await expect(listReportTickets(manager(), other)).rejects.toMatchObject(invalid);
    const long = { ...query, from: "2000-01-01" };
    const refusal = { code: "INVALID_INPUT", issues: [{ path: "to" }] };
    await expect(listReportTickets(manager(), long)).rejects.toMatchObject(refusal);
  });
});

describe("the file of them", () => {
  const march = { from: "2026-06-01", to: "2026-06-30", figure: "submitted" as const };

  it("has a line per ticket, in the language of the reader, and nothing a spreadsheet would run", async () => {
    const title = `=HYPERLINK("http://evil.test","x"),"quoted"\nsecond line`;
    const submittedAt = "2026-06-10T02:00:00.000Z";
    const requester = { id: "usr_1", name: "@SUM(A1)" };
    const hostile = ticketRecord({
      title,
      submittedAt,
      requester,
      state: "completed",
      outcome: "approved",
      completedAt: after(submittedAt, 90 * minuteMs),
    });
    await countTicket(await storeTicket(hostile));
    const csv = await reportCsv(manager(["report:read"], "zh-CN"), march);
    expect(csv.startsWith("\ufeff")).toBe(true);
    const [head, row, ...rest] = parse(csv, { bom: true }) as string[][];
    expect(head?.slice(0, 3)).toEqual(["编号", "标题", "类型"]);
    expect(row?.slice(1)).toEqual([
      `'${title}`,
      "服务器申请",
      "Platform",
      "'@SUM(A1)",
      "完成",
      "通过",
      "2026-06-10 10:00:00",
      "2026-06-10 11:30:00",
      "1.5",
      "0",
      "",
    ]);
    expect(rest).toEqual([]);
  });
});
