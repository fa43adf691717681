import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Locale } from "#shared/core/ctx.ts";
import { looks, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, dialog, field, heading, section } from "./support/screen.ts";
import { t } from "./support/text.ts";

const office = useOffice();
const festival = { en: "Spring Festival", "zh-CN": "春节" };
const names = { en: "Office hours, China", "zh-CN": "中国办公时间" };

async function open(page: Page, lang: Locale): Promise<void> {
  await page.goto("/admin/calendars");
  await page.getByRole("link", { name: new RegExp(names[lang]) }).click();
  await heading(page, names[lang]).waitFor();
}

/** Fills the check and gives what it says of the end. */
async function endOf(page: Page, lang: Locale, start: string, minutes: number): Promise<string> {
  const box = section(page, lang, "calendars.check.title");
  await field(box, lang, t(lang, "calendars.check.start")).fill(start);
  await field(box, lang, t(lang, "calendars.check.minutes")).fill(String(minutes));
  return box.getByRole("status").innerText();
}

async function showYear(page: Page, lang: Locale, year: number): Promise<void> {
  while (
    !(
      await page
        .getByRole("status")
        .filter({ hasText: /^20\d\d$/ })
        .innerText()
    ).includes(String(year))
  )
    await button(page, lang, "calendars.year.before").click();
}

describe.each(looksOf("calendar"))("calendars, $name", (look) => {
  const { lang } = look;

  it("show hours, exceptions and when a time limit ends", async () => {
    const page = await office().page("grace", look);
    await page.goto("/admin/calendars");
    await page.getByRole("link", { name: new RegExp(names[lang]) }).waitFor();
    await office().look(page, `calendars ${look.name}`);
    await open(page, lang);
    // The last afternoon before Spring Festival is a make-up Saturday.
    expect(await endOf(page, lang, "2026-02-14T17:00", 120)).toMatch(/24.*10:00/s);
    await office().look(page, `calendar ${look.name}`);
    await showYear(page, lang, 2026);
    await page.getByText(festival[lang], { exact: true }).first().waitFor();
    await page.locator("#days").evaluate((element) => element.scrollIntoView());
    await office().look(page, `calendar days ${look.name}`);
    await page
      .getByRole("table")
      .first()
      .evaluate((element) => element.scrollIntoView());
    await office().look(page, `calendar year ${look.name}`);
  });
});

// The phone only reads the administration.
describe.each(looks.filter(({ isPhone }) => !isPhone))("calendars, $name", (look) => {
  const { lang } = look;

  it("are changed by keyboard, and the change counts at once", async () => {
    const page = await office().page("grace", look);
    await open(page, lang);
    await showYear(page, lang, 2026);
    await page.locator("#day-2026-01-01").focus();
    // Thursday 5 March; a week later in the other language, whose walk finds the first one entered.
    const steps = ["PageDown", "PageDown", "ArrowDown", ...(lang === "en" ? [] : ["ArrowDown"])];
    for (const key of [...steps, "Enter"]) await page.keyboard.press(key);
    const box = dialog(page);
    await button(box, lang, "common.add").click();
    await box.getByText(t(lang, "calendars.fault.english")).first().waitFor();
    await office().look(page, `calendar day with faults ${look.name}`);
    await field(box, lang, t(lang, "calendars.labelEn")).fill("Company day");
    await field(box, lang, t(lang, "calendars.labelZh")).fill("公司日");
    await button(box, lang, "common.add").click();
    await box.waitFor({ state: "hidden" });
    const [before, after] = lang === "en" ? ["04", /6.*09:30/s] : ["11", /13.*09:30/s];
    expect(await endOf(page, lang, `2026-03-${before}T17:30`, 60)).toMatch(after);
    const hours = page.getByRole("textbox", {
      name: t(lang, "calendars.week.to", { day: lang === "en" ? "Friday" : "星期五", number: 2 }),
    });
    await hours.fill("13");
    await button(page, lang, "common.save").click();
    await page.getByText(t(lang, "calendars.fault.crossed_bounds")).first().waitFor();
    await office().look(page, `calendar with faults ${look.name}`);
    await hours.fill("17");
    await button(page, lang, "common.save").click();
    await page.getByText(t(lang, "calendars.saved", { name: names[lang] })).waitFor();
    await button(page, lang, "calendars.lines.open").click();
    await dialog(page).getByText(t(lang, "calendars.lines.title")).waitFor();
    await office().look(page, `calendar lines ${look.name}`);
    const lines = field(dialog(page), lang, t(lang, "calendars.lines.label"));
    expect(await lines.inputValue()).toContain(
      `2026-03-${lang === "en" ? "05" : "12"},holiday,Company day,公司日`,
    );
  });
});
