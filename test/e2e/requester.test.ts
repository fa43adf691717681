import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Look, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { demoPassword } from "./support/product.ts";
import {
  button,
  choosePerson,
  dialog,
  field,
  goBy,
  heading,
  radio,
  section,
} from "./support/screen.ts";
import { demoTemplate, escape, like, t } from "./support/text.ts";

const office = useOffice();
const quote = { name: "quote.txt", mimeType: "text/plain", buffer: Buffer.from("2 x 16 GB\n") };
const receipt = { name: "receipt.txt", mimeType: "text/plain", buffer: Buffer.from("CNY 1,240\n") };

async function signInByHand(page: Page, { lang, name }: Look): Promise<void> {
  await page.goto("/");
  await field(page, lang, t(lang, "common.login.email")).fill("alice@demo.test");
  await field(page, lang, t(lang, "common.login.password")).fill(demoPassword);
  await office().look(page, `sign-in ${name}`);
  await button(page, lang, "common.login.submit").click();
  await heading(page, t(lang, "inbox.title")).waitFor();
}

async function chooseTemplate(page: Page, look: Look, name: string): Promise<void> {
  await goBy(page, look, "common.nav.new");
  const card = page.getByRole("link", { name: new RegExp(`^${escape(name)}`) });
  await card.first().waitFor();
  await office().look(page, `catalogue ${look.name}`);
  await field(page, look.lang, t(look.lang, "form.new.search")).fill(name);
  await card.click();
  await heading(page, name).waitFor();
}

/** Fills every field of the server request; some appear only because production is chosen. */
async function fillServer(page: Page, { lang }: Look, title: string): Promise<void> {
  const { label, option } = demoTemplate("server-request", lang);
  const at = (name: string) => field(page, lang, label(name));
  await field(page, lang, t(lang, "form.page.titleLabel")).fill(title);
  await at("hostname").fill("web-31");
  expect(await at("costCentre").count()).toBe(0);
  await radio(page, option("environment", "production")).check();
  const department = at("costCentre").getByRole("option", { name: /Platform/ });
  await at("costCentre").selectOption(await department.getAttribute("value"));
  await at("size").selectOption({ label: option("size", "medium") });
  await at("diskGb").fill("120");
  await page.getByRole("checkbox", { name: option("software", "nginx") }).check();
  await page.getByRole("checkbox", { name: option("software", "redis") }).check();
  await at("cost").fill("860.50");
  await at("neededOn").fill("2026-12-24");
  await fillDays(page, lang, label("maintenance"), ["2026-12-26", "2026-12-27"]);
  await choosePerson(at("owner"), "henry", "Henry Adams");
  await at("reason").fill("The shop’s second web server.\n第二台商城服务器。");
  await page.getByRole("checkbox", { name: label("backup") }).check();
}

async function fillDays(page: Page, lang: Look["lang"], label: string, days: [string, string]) {
  const group = page.getByRole("group", { name: label });
  await group.getByLabel(t(lang, "form.field.from")).fill(days[0]);
  await group.getByLabel(t(lang, "form.field.to")).fill(days[1]);
}

/** The file goes straight to the storage, by an address that the API signed. */
async function attach(page: Page, lang: Look["lang"], label: string, file: typeof quote) {
  const answers = Promise.all([
    page.waitForResponse((one) => one.request().method() === "PUT" && one.url().includes("/_s3/")),
    page.waitForResponse((one) => one.url().endsWith("/complete")),
  ]);
  const group = page.getByRole("group", { name: label });
  await group.getByLabel(t(lang, "form.file.choose")).setInputFiles(file);
  expect((await answers).map((answer) => answer.status())).toEqual([200, 200]);
  await group.getByText(file.name).waitFor();
}

async function seesWhoIsAsked(page: Page, { lang, isPhone }: Look, people: string[]) {
  const title = t(lang, "form.chain.title");
  if (isPhone) await page.getByRole("button", { name: new RegExp(escape(title)) }).click();
  const place = isPhone ? dialog(page) : page.getByRole("complementary", { name: title });
  for (const person of people) await place.getByText(person).first().waitFor();
  if (isPhone) await place.getByRole("button", { name: t(lang, "common.close") }).click();
}

/** What the page does by itself once a minute must not touch the form. */
async function staysWhileRightsAreReloaded(page: Page, { lang }: Look): Promise<void> {
  const answer = page.waitForResponse((one) => one.url().endsWith("/api/me"));
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await answer;
  const { label } = demoTemplate("server-request", lang);
  await page.waitForTimeout(300);
  expect(await field(page, lang, label("hostname")).inputValue()).toBe("web-31");
}

async function isKept(page: Page, { lang }: Look): Promise<void> {
  const saved = page.getByText(like(lang, "form.draft.saved")).filter({ visible: true });
  await saved.waitFor();
  await page.reload();
  await page.getByRole("link", { name: t(lang, "form.draft.go") }).click();
  const { label } = demoTemplate("server-request", lang);
  const valueOf = (name: string) => field(page, lang, label(name)).inputValue();
  await expect.poll(() => valueOf("hostname")).toBe("web-31");
  expect(await valueOf("diskGb")).toBe("120");
  expect(await valueOf("costCentre")).toMatch(/^dep_/);
  await page.getByText(quote.name).waitFor();
}

describe.each(looksOf("requester"))("requester, $name", (look) => {
  const { lang } = look;

  it("fills every kind of field, keeps the draft, submits and follows the ticket", async () => {
    await office().api.speak("alice", lang);
    const { page } = await office().desk(`requester ${look.name}`, look);
    await signInByHand(page, look);
    const { name, label } = demoTemplate("server-request", lang);
    const title = `Second web server 第二台服务器 ${look.name}`;
    await chooseTemplate(page, look, name);
    await button(page, lang, "form.page.submit").click();
    await page.getByRole("alert").first().waitFor();
    await office().look(page, `form with faults ${look.name}`);
    await fillServer(page, look, title);
    await staysWhileRightsAreReloaded(page, look);
    await attach(page, lang, label("design"), quote);
    await seesWhoIsAsked(page, look, ["Bob Martin", "Carol Diaz"]);
    await office().look(page, `form ${look.name}`);
    await isKept(page, look);

    await button(page, lang, "form.page.submit").click();
    await heading(page, title).waitFor();
    await page.getByText(/^OPS-\d{4}-\d+$/).waitFor();
    await page
      .getByText(like(lang, "ticket.waiting.approvalAt", { people: "Bob Martin" }))
      .first()
      .waitFor();
    const timeline = section(page, lang, "ticket.section.timeline");
    const says = (text: string) => timeline.getByText(text).waitFor();
    await says(t(lang, "ticket.event.ticket.submitted", { actor: "Alice Chen" }));
    await says(t(lang, "ticket.event.stage.started", { people: "Bob Martin" }));
    await office().look(page, `ticket ${look.name}`);
    await page.goto("/mine");
    await page.getByText(title).filter({ visible: true }).first().waitFor();
    await office().look(page, `my tickets ${look.name}`);
  });

  it("is shown a field, and told to add a file, because of what was entered before", async () => {
    const page = await office().page("alice", look);
    const { label, option } = demoTemplate("expense", lang);
    await page.goto(`/new/${await office().api.templateId("Expense")}`);
    const at = (name: string) => field(page, lang, label(name));
    await at("kind").selectOption({ label: option("kind", "meal") });
    expect(await page.getByRole("group", { name: label("trip") }).count()).toBe(0);
    await at("kind").selectOption({ label: option("kind", "travel") });
    await fillDays(page, lang, label("trip"), ["2026-11-02", "2026-11-05"]);
    await at("amount").fill("1240");
    await at("spentAt").fill("2026-11-05T18:30");
    await at("reason").fill("Visit to the Shanghai office 上海出差");
    await button(page, lang, "form.page.submit").click();
    const receipts = page.getByRole("group", { name: label("receipts") });
    await receipts.getByText(t(lang, "form.fault.addFile")).waitFor();
    await attach(page, lang, label("receipts"), receipt);
    await button(page, lang, "form.page.submit").click();
    await page.getByText(/^EXP-\d{4}-\d+$/).waitFor();
  });
});
