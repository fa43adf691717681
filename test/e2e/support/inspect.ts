import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { escape, t } from "./text.ts";

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);
const folder = process.env.SCREENSHOTS;
const locales = ["en", "zh-CN"] as const;

/** What axe-core finds serious or critical, one line per kind of fault. */
async function barriers(page: Page): Promise<string[]> {
  // Evaluated by the debugger, not as a script of the page: its content policy stays as strict as it is.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ["violations"], elementRef: false })`,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => {
      const places = nodes.slice(0, 3).map(({ target, failureSummary }) => {
        const why = (failureSummary ?? "").split("\n").at(1)?.trim() ?? "";
        return `${target.join(" ")} (${why})`;
      });
      return `${id}: ${help}: ${places.join(" | ")}`;
    });
}

/** By how many pixels the page is wider than the screen. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/**
 * Looks at the page as it is now: barriers, sideways scrolling, texts without words. Gives the faults and keeps
 * a picture in the folder SCREENSHOTS.
 */
export async function inspect(page: Page, name: string): Promise<string[]> {
  const loading = locales.map((lang) => escape(t(lang, "common.loading"))).join("|");
  const skeleton = page.getByRole("status", { name: new RegExp(`^(${loading})$`) });
  await skeleton.first().waitFor({ state: "hidden" });
  await page.evaluate(() => document.fonts.ready.then(() => true));
  const wide = await overflow(page);
  const faults = [
    ...(await barriers(page)),
    ...(wide > 0 ? [`scrolls sideways by ${wide} px`] : []),
    ...(await missingTexts(page)),
  ];
  await picture(page, name);
  return faults.map((fault) => `${name}: ${fault}`);
}

/** Keeps a picture of the page in the folder SCREENSHOTS, when there is one. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name.replaceAll(/[^\w-]+/g, "-")}.png`) });
}

/** A key shown instead of its text, or a placeholder that was not filled. */
async function missingTexts(page: Page): Promise<string[]> {
  const text = await page.locator("body").innerText();
  const found = text.match(/\{\{\w+\}\}|\b(undefined|NaN|\[object Object\])\b|Invalid Date/g) ?? [];
  return found.map((bad) => `shows “${bad}”`);
}
