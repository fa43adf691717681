import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { MessageKey } from "#lib/i18n/catalog.ts";
import { type Look, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, dialog, field, heading, radio, choosePerson } from "./support/screen.ts";
import { demoTemplate, like, t } from "./support/text.ts";

const office = useOffice();

async function openForm(page: Page, look: Look): Promise<void> {
  await page.goto(`/new/${await office().api.templateId("Purchase")}`);
  await heading(page, demoTemplate("purchase", look.lang).name).waitFor();
}

/** The first question for options goes wrong; the form must stay usable and ask again when told to. */
async function refuseOnce(page: Page): Promise<void> {
  const problem = { type: "about:blank", title: "Too many requests.", status: 429, issues: [] };
  const body = JSON.stringify({ ...problem, code: "RATE_LIMITED", requestId: "req_x" });
  const answer = { status: 429, contentType: "application/problem+json", body };
  await page.route("**/options/supplier", (route) => route.fulfill(answer), { times: 1 });
}

/** A cell by the label that those who hear the page are told. */
function cell(page: Page, lang: Look["lang"], row: number, column: string) {
  const name = `${column} ${t(lang, "common.table.row", { row })}`;
  const optional = `${column} ${t(lang, "common.optional")} ${t(lang, "common.table.row", { row })}`;
  return page.getByLabel(name, { exact: true }).or(page.getByLabel(optional, { exact: true }));
}

const en = (lang: Look["lang"], english: string, chinese: string) =>
  lang === "en" ? english : chinese;

describe.each(looksOf("purchase"))("a purchase with details, on $name", (look) => {
  const { lang } = look;
  const say = (key: MessageKey, values = {}) => t(lang, key, values);
  const what = en(lang, "What", "内容");
  const pieces = en(lang, "Pieces", "数量");
  const amount = en(lang, "Amount", "金额");

  it("is filled in row by row, totals follow, and the ticket shows both", async () => {
    const page = await office().page("alice", look);
    const { label, option } = demoTemplate("purchase", lang);
    await refuseOnce(page);
    await openForm(page, look);
    await page.getByText(say("common.error.RATE_LIMITED")).waitFor();
    await button(page, lang, "common.retry").click();
    const service = field(page, lang, label("service"));
    await choosePerson(service, "gateway", "Payment gateway");
    await field(page, lang, label("supplier")).click();
    await page.getByRole("option", { name: "Dawn Servers" }).waitFor();
    // Another kind has other suppliers: the list is asked for again.
    await radio(page, option("kind", "software")).check();
    await field(page, lang, label("supplier")).click();
    await page.getByRole("option", { name: "Lotus Software" }).click();

    await cell(page, lang, 1, what).fill("Rack 机柜");
    await cell(page, lang, 1, amount).fill("4,999.99");
    await cell(page, lang, 1, amount).press("Enter");
    await cell(page, lang, 2, what).fill("Switch 交换机");
    expect(await cell(page, lang, 2, pieces).inputValue()).toBe("1");
    await cell(page, lang, 2, amount).fill("0.02");
    await page.getByRole("button", { name: say("form.table.duplicate", { row: 2 }) }).click();
    await cell(page, lang, 3, amount).fill("4999.99");
    const total = page.getByText(/^(CN)?¥10,000\.00$/);
    await total.waitFor();
    // Only a total of this size asks why.
    await field(page, lang, label("reason")).fill("The old racks are full. 旧机柜已满。");
    await office().look(page, `purchase form ${look.name}`);

    await cell(page, lang, 2, amount).fill("x");
    await button(page, lang, "form.page.submit").click();
    const fault = say("form.table.cell", { label: label("items"), row: 2, column: amount });
    await page.getByRole("link", { name: new RegExp(`^${fault}`) }).click();
    await office().look(page, `purchase faults ${look.name}`);
    await page.keyboard.type("0.02");
    await cell(page, lang, 2, amount).fill("0.02");
    await page.getByRole("button", { name: say("form.table.remove", { row: 2 }) }).press("Enter");
    await cell(page, lang, 3, what).waitFor({ state: "detached" });
    expect(await cell(page, lang, 2, amount).inputValue()).toBe("4999.99");
    await button(page, lang, "form.page.submit").click();
    await page.getByText(like(lang, "form.page.submitted")).waitFor();
    await page.getByRole("table", { name: label("items") }).waitFor();
    await page.getByText(/^(CN)?¥9,999\.98$/).waitFor();
    await page.getByText("Lotus Software 莲花软件").first().waitFor();
    await page.getByText("Payment gateway 支付网关").first().waitFor();
    await office().look(page, `purchase ticket ${look.name}`);
  });

  it("services are looked after by an administrator", async () => {
    const page = await office().page("grace", look);
    await page.goto("/admin/services");
    await page.getByText("payment-gateway").locator("visible=true").waitFor();
    await office().look(page, `services ${look.name}`);
    await page.getByPlaceholder(say("admin.services.search")).fill("网关 pay");
    await page.getByText("core-database").locator("visible=true").waitFor({ state: "detached" });
    if (look.isPhone) return;
    const name = `Search 搜索 ${lang}`;
    await button(page, lang, "admin.services.add").click();
    await dialog(page)
      .getByRole("button", { name: say("common.add"), exact: true })
      .click();
    await dialog(page).getByText(say("admin.services.fault.primaryOwner")).first().waitFor();
    await field(dialog(page), lang, say("admin.services.name")).fill(name);
    await field(dialog(page), lang, say("admin.services.code")).fill("payment-gateway");
    await choosePerson(
      field(dialog(page), lang, say("admin.services.primaryOwner")),
      "henry",
      "Henry Adams",
    );
    await dialog(page)
      .getByRole("button", { name: say("common.add"), exact: true })
      .click();
    await dialog(page).getByText(say("admin.services.fault.codeTaken")).first().waitFor();
    await office().look(page, `service dialog ${look.name}`);
    await field(dialog(page), lang, say("admin.services.code")).fill(`search-${lang}`);
    await dialog(page)
      .getByRole("button", { name: say("common.add"), exact: true })
      .click();
    await page.getByText(say("admin.services.added", { name })).waitFor();
    await page.getByPlaceholder(say("admin.services.search")).fill("");
    await page.getByText(`search-${lang}`).locator("visible=true").waitFor();
  });
});
