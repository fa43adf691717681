import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Look, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { askFor } from "./support/runs.ts";
import {
  button,
  dialog,
  field,
  giveReason,
  leave,
  openTicket,
  radio,
  section,
} from "./support/screen.ts";
import { escape, like, t } from "./support/text.ts";
import { serverValues } from "./support/values.ts";

const office = useOffice();
type Deed = "retry" | "skip" | "complete";

/** Tickets whose automation has failed once: what the operator finds in the morning. */
async function failedTickets(look: Look, deeds: Deed[]) {
  const { api } = office();
  const slug = look.name.toLowerCase().replaceAll(" ", "-");
  const tickets = await Promise.all(
    deeds.map(async (deed) => {
      const title = `Build host 构建机 ${deed} ${look.name}`;
      const values = serverValues(`flaky-${deed}-${slug}`);
      const ticket = await api.submit("alice", "Server request", title, values);
      await api.decide("bob", ticket.id, "approve");
      return ticket;
    }),
  );
  const hasFailed = ({ id }: { id: string }) =>
    api.reach(id, "alice", ({ waiting }) => waiting?.for === "operator", 60_000);
  return Promise.all(tickets.map(hasFailed));
}

async function deal(page: Page, { lang, name }: Look, title: string, deed: Deed, reason: string) {
  await page.goto("/orders");
  const row = page.getByRole("link", { name: new RegExp(escape(title)) }).filter({ visible: true });
  await row.first().waitFor();
  if (deed === "retry") await office().look(page, `runs ${name}`);
  await openOrder(page, title);
  await page.getByText(like(lang, "orders.sentence.stuck.failed")).waitFor();
  await office().look(page, `failed run ${deed} ${name}`);
  await askFor(page, lang, deed);
  const confirm = t(lang, `orderdeeds.${deed}.button`);
  if (deed !== "retry") {
    await dialog(page).getByRole("button", { name: confirm, exact: true }).click();
    await dialog(page).getByText(t(lang, "common.reasonMissing")).waitFor();
  }
  await giveReason(page, reason, confirm);
  await page.getByText(t(lang, `orderdeeds.${deed}.done`)).waitFor();
}

/** The card on the phone, the row on the desktop: both lead to the run. */
async function openOrder(page: Page, title: string): Promise<void> {
  const card = page.locator('a[href^="/orders/"]').filter({ hasText: title, visible: true });
  const row = page.getByRole("row").filter({ hasText: title });
  const link = (await card.count()) > 0 ? card : row.locator('a[href^="/orders/"]');
  await link.click();
  await page.waitForURL(/\/orders\/\w+/);
}

describe.each(looksOf("automation"))("automation, $name", (look) => {
  const { lang } = look;

  it("fails, is retried, skipped or done by hand; the requester confirms and rates", async () => {
    const { api } = office();
    const [retried, skipped, byHand] = await failedTickets(look, ["retry", "skip", "complete"]);
    if (!retried || !skipped || !byHand) throw new Error("three tickets were made");
    const dave = await office().page("dave", look);
    await deal(dave, look, retried.title, "retry", "");
    await deal(dave, look, skipped.title, "skip", "Built last week 上周已创建");
    await deal(dave, look, byHand.title, "complete", "Built by hand, see CMDB 已手工创建");
    await office().look(dave, `run done by hand ${look.name}`);

    const waits = ({ waiting }: { waiting: { for: string } | null }) =>
      waiting?.for === "confirmation";
    const ready = [retried, skipped, byHand].map(({ id }) => api.reach(id, "alice", waits, 60_000));
    const kinds = (await Promise.all(ready)).map(({ timeline }) =>
      timeline.map(({ type }) => type),
    );
    expect(kinds[0]).toContain("automation.retried");
    expect(kinds[1]).toContain("automation.skipped");
    expect(kinds[2]).toContain("automation.completedByHand");

    const page = await office().page("alice", look);
    await openTicket(page, retried.id, retried.title);
    await page.getByText(like(lang, "ticket.waiting.youConfirmationAt")).first().waitFor();
    await office().look(page, `to confirm ${look.name}`);
    await button(page, lang, "ticket.action.confirm").click();
    await leave(page);
    await api.reach(retried.id, "alice", ({ outcome }) => outcome === "approved");
    await openTicket(page, retried.id, retried.title);
    await rate(page, look);
    expect((await api.ticket(retried.id)).rating?.score).toBe(4);
  });
});

async function rate(page: Page, { lang, name }: Look): Promise<void> {
  const rating = section(page, lang, "ticket.section.rating");
  await button(rating, lang, "ticket.rating.send").click();
  await rating.getByText(t(lang, "ticket.rating.missing")).waitFor();
  // The star is drawn; the radio button under it is for the keyboard and for screen readers.
  const star = radio(rating, t(lang, "ticket.rating.stars", { count: 4 }));
  await star.locator("..").click();
  await field(rating, lang, t(lang, "ticket.rating.comment")).fill(
    "Fast after the retry 重试后很快",
  );
  await office().look(page, `rating ${name}`);
  await button(rating, lang, "ticket.rating.send").click();
  await page.getByText(t(lang, "ticket.rating.thanks")).waitFor();
  await page.getByText("Fast after the retry 重试后很快").first().waitFor();
}
