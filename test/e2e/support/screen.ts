import type { Locator, Page } from "playwright-core";
import type { MessageKey } from "#lib/i18n/catalog.ts";
import type { Locale } from "#shared/core/ctx.ts";
import type { Look } from "./look.ts";
import { escape, t } from "./text.ts";

/** The control with this label, whether or not the label says that it is optional. */
export function field(page: Page | Locator, lang: Locale, label: string): Locator {
  const optional = escape(t(lang, "common.optional"));
  return page.getByLabel(new RegExp(`^\\s*${escape(label)}\\s*(${optional})?\\s*$`));
}

export function button(page: Page | Locator, lang: Locale, key: MessageKey): Locator {
  return page.getByRole("button", { name: t(lang, key), exact: true });
}

/** The part of a page under a heading. */
export function section(page: Page, lang: Locale, key: MessageKey): Locator {
  return page.getByRole("region", { name: t(lang, key), exact: true });
}

export function dialog(page: Page): Locator {
  return page.getByRole("dialog");
}

/** Goes to a place by the menu: the rail, the bar, or what is behind "More" on the phone. */
export async function goBy(page: Page, { lang, isPhone }: Look, place: MessageKey): Promise<void> {
  const menu = page.getByRole("navigation", { name: t(lang, "common.mainMenu") });
  const link = { name: new RegExp(`^${escape(t(lang, place))}`) };
  await menu.getByRole("link").first().waitFor();
  if (!isPhone || (await menu.getByRole("link", link).count()) > 0) {
    await menu.getByRole("link", link).click();
    return;
  }
  await menu.getByRole("button", { name: new RegExp(escape(t(lang, "common.nav.more"))) }).click();
  await dialog(page).getByRole("link", link).click();
}

/** Opens a ticket's page and waits until it is there. */
export async function openTicket(page: Page, id: string, title: string): Promise<void> {
  await page.goto(`/tickets/${id}`);
  await heading(page, title).waitFor();
}

export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole("heading", { name, level: 1 });
}

/** Answers a dialog that asks for a reason. */
export async function giveReason(page: Page, reason: string, confirm: string): Promise<void> {
  const box = dialog(page);
  if (reason !== "") await box.getByRole("textbox").fill(reason);
  await box.getByRole("button", { name: confirm, exact: true }).click();
  await box.waitFor({ state: "hidden" });
}

/** Does something that is behind "More" on a ticket. */
export async function chooseMore(page: Page, lang: Locale, key: MessageKey): Promise<void> {
  await button(page, lang, "ticket.action.more").click();
  await page.getByRole("menuitem", { name: t(lang, key), exact: true }).click();
}

/** Chooses somebody in a search box for people. */
export async function choosePerson(box: Locator, typed: string, name: string): Promise<void> {
  await box.fill(typed);
  await box.page().getByRole("option", { name }).click();
}

export function radio(page: Page | Locator, name: string): Locator {
  return page.getByRole("radio", { name, exact: true });
}

/** Leaves the page, which sends a decision that still waits for its five seconds. */
export async function leave(page: Page): Promise<void> {
  await page.goto("/notices");
}
