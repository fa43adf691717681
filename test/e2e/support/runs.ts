import type { Locator, Page } from "playwright-core";
import type { MessageKey } from "#lib/i18n/catalog.ts";
import type { WishName } from "#lib/order/deeds.ts";
import type { Locale } from "#shared/core/ctx.ts";
import type { OrderView } from "#shared/order/view/schema.ts";
import type { Api } from "./api.ts";
import type { Look } from "./look.ts";
import { button } from "./screen.ts";
import { like, t } from "./text.ts";
import { until } from "./until.ts";

/** What may be done with the run as a whole, at the foot of its page. */
export function runBar(page: Page, lang: Locale): Locator {
  return page.getByRole("group", { name: t(lang, "orders.actions"), exact: true });
}

/** Presses a deed of the run, wherever the page has room for it: in its bar or behind "More". */
export async function askFor(page: Page, lang: Locale, deed: WishName): Promise<void> {
  const bar = runBar(page, lang);
  await bar.waitFor();
  const shown = button(bar, lang, `orderdeeds.${deed}.button`);
  if ((await shown.count()) > 0) return shown.click();
  await button(bar, lang, "orders.more").click();
  const name = t(lang, `orderdeeds.${deed}.button`);
  await page.getByRole("menuitem", { name, exact: true }).click();
}

/** Waits until a run is as described. */
export function reachRun(
  api: Api,
  id: string,
  isThere: (order: OrderView) => boolean,
  limitMs = 60_000,
): Promise<OrderView> {
  return until(
    `run ${id} ${isThere.toString()}`,
    async () => {
      const order = await (await api.as("dave")).call("getOrder", { params: { id } });
      return isThere(order) && order;
    },
    limitMs,
  );
}

/** The number of the run whose page is open. */
export async function runId(page: Page): Promise<string> {
  await page.waitForURL(/\/orders\/ord_\w+/);
  return /ord_\w+/.exec(page.url())?.[0] ?? "";
}

/** Waits until the run says this of itself. */
export async function sentence(
  page: Page,
  lang: Locale,
  key: MessageKey,
  values: Record<string, number> = {},
): Promise<void> {
  await page
    .getByText(like(lang, key, values))
    .first()
    .waitFor({ timeout: 60_000 });
}

/** Turns to a part of a run's page. */
export async function showPanel(page: Page, lang: Locale, panel: "timeline" | "facts") {
  const parts = page.getByRole("group", { name: t(lang, "orders.panel.label"), exact: true });
  await parts.getByRole("button", { name: t(lang, `orders.panel.${panel}`) }).click();
}

/** Opens a step's detail: beside the list, or as a sheet on the phone. */
export async function openRunStep(page: Page, { isPhone }: Look, seq: number): Promise<void> {
  await page.locator(`a[href="?step=${seq}"]`).filter({ visible: true }).first().click();
  if (isPhone) await page.getByRole("dialog").waitFor();
}

export async function shutRunStep(page: Page, { isPhone }: Look): Promise<void> {
  if (!isPhone) return;
  await page.goBack();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
}
