import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Look, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { goBy, heading } from "./support/screen.ts";
import { escape, t } from "./support/text.ts";
import { until } from "./support/until.ts";
import { leaveValues } from "./support/values.ts";

const office = useOffice();

/** Two tickets of which the counts are known: one approved, one vetoed. */
async function makeTickets(look: Look): Promise<string[]> {
  const { api } = office();
  const values = leaveValues(2, await api.userId("henry"));
  const approved = await api.submit("alice", "Leave", `Two days off ${look.name}`, values);
  const vetoed = await api.submit("alice", "Leave", `Two other days ${look.name}`, values);
  await api.decide("bob", approved.id, "approve");
  await api.decide("bob", vetoed.id, "veto", "Too many are away");
  const isDone = ({ state }: { state: string }) => state === "completed";
  for (const { id } of [approved, vetoed]) await api.reach(id, "alice", isDone);
  return [approved.number ?? "", vetoed.number ?? ""];
}

/** When each ticket was submitted, from the list of all or of somebody's own, in the order of the list. */
async function submitTimes(handle: string, view: "all" | "mine"): Promise<string[]> {
  const person = await office().api.as(handle);
  const times: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { view, limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor } = await person.call("listTickets", { query });
    times.push(...items.flatMap(({ submittedAt }) => submittedAt ?? []));
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return times;
}

async function downloadCsv(page: Page, { lang }: Look): Promise<Record<string, string>[]> {
  const started = page.waitForEvent("download");
  await page.getByRole("link", { name: t(lang, "reports.tickets.csv") }).click();
  const path = join(tmpdir(), `e2e-${process.pid}.csv`);
  await (await started).saveAs(path);
  const text = await readFile(path, "utf8");
  await rm(path);
  return parse(text, { columns: true, bom: true }) as Record<string, string>[];
}

describe.each(looksOf("manager"))("manager, $name", (look) => {
  const { lang } = look;

  it("reads numbers that agree with the tickets, drills down and downloads them", async () => {
    const numbers = await makeTickets(look);
    // Alice makes all tickets of these tests: her own list is counted without the report's counters.
    const expected = (await submitTimes("alice", "mine")).length;
    const page = await office().page("erin", look);
    await page.goto("/inbox");
    await goBy(page, look, "common.nav.reports");
    await heading(page, t(lang, "reports.title")).waitFor();
    const tile = (label: string, value: number) =>
      page.getByRole("link", { name: new RegExp(`^\\s*${escape(label)}\\s*${value}\\b`) });
    const submitted = tile(t(lang, "reports.figure.submitted"), expected);
    // The counters follow the tickets by the stream.
    await until(`the report counts ${expected} tickets`, async () => {
      if ((await submitted.count()) > 0) return true;
      await page.reload();
      await heading(page, t(lang, "reports.title")).waitFor();
      await page.getByText(t(lang, "reports.figure.submitted")).first().waitFor();
      return (await submitted.count()) > 0;
    });
    await office().look(page, `report ${look.name}`);
    const all = await submitTimes("erin", "all");
    expect(all).toHaveLength(expected);
    expect(all).toEqual(all.toSorted().toReversed());
    await submitted.click();
    const figure = t(lang, "reports.figure.submitted");
    await heading(page, t(lang, "reports.tickets.title", { figure })).waitFor();
    for (const number of numbers)
      await page.getByText(number).filter({ visible: true }).first().waitFor();
    await office().look(page, `report tickets ${look.name}`);
    const rows = await downloadCsv(page, look);
    expect(rows).toHaveLength(expected);
    for (const number of numbers)
      expect(rows.filter((row) => Object.values(row).includes(number))).toHaveLength(1);
  });
});
