import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { desktopEnglish } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { demoPassword } from "./support/product.ts";
import { heading } from "./support/screen.ts";
import { demoTemplate, like, t } from "./support/text.ts";

const office = useOffice();
const lang = "en";

/** What has the focus, in the words a screen reader would begin with. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement)) return "";
    const labels = at instanceof HTMLInputElement ? [...(at.labels ?? [])] : [];
    const others =
      at instanceof HTMLSelectElement || at instanceof HTMLTextAreaElement ? [...at.labels] : [];
    const named = [...labels, ...others].map((label) => label.innerText).join(" ");
    return `${at.getAttribute("aria-label") ?? ""} ${named} ${at.innerText}`.trim();
  });
}

/** Presses Tab until the wanted thing has the focus. */
async function tabTo(page: Page, wanted: string | RegExp, most = 40): Promise<void> {
  const passed: string[] = [];
  for (let press = 0; press < most; press += 1) {
    await page.keyboard.press("Tab");
    const name = await focused(page);
    if (typeof wanted === "string" ? name.startsWith(wanted) : wanted.test(name)) return;
    passed.push(name.slice(0, 30));
  }
  throw new Error(`Tab never reached ${String(wanted)}; passed: ${passed.join(" | ")}`);
}

/** Types and moves on, as into a field that the focus is in. */
async function type(page: Page, label: string, keys: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.type(keys);
}

it("signs in, submits and decides without a mouse", async () => {
  const { api } = office();
  await Promise.all([api.speak("alice", lang), api.speak("bob", lang)]);
  const { page } = await office().desk("keyboard alice", desktopEnglish);
  await page.goto("/");
  await type(page, t(lang, "common.login.email"), "alice@demo.test");
  await type(page, t(lang, "common.login.password"), demoPassword);
  await page.keyboard.press("Enter");
  await heading(page, t(lang, "inbox.title")).waitFor();

  const { name, label } = demoTemplate("leave", lang);
  await tabTo(page, t(lang, "common.nav.new"));
  await page.keyboard.press("Enter");
  await heading(page, t(lang, "form.new.title")).waitFor();
  await page
    .getByRole("link", { name: new RegExp(`^${name}`) })
    .first()
    .waitFor();
  await tabTo(page, name);
  await page.keyboard.press("Enter");
  await heading(page, name).waitFor();
  const title = "Off on Friday by keyboard";
  await tabTo(page, t(lang, "form.page.titleLabel"));
  await page.keyboard.press("Control+a");
  await page.keyboard.type(title);
  // Month, day and year each are a stop of Tab.
  await type(page, t(lang, "form.field.from"), "12112026");
  await type(page, t(lang, "form.field.to"), "12112026");
  await type(page, label("workdays"), "1");
  await type(page, label("standIn"), "henry");
  await page.getByRole("option", { name: "Henry Adams" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText("Henry Adams").first().waitFor();
  await tabTo(page, t(lang, "form.page.submit"));
  await page.keyboard.press("Enter");
  await heading(page, title).waitFor();
  await page.getByText(/^HR-\d{4}-\d+$/).waitFor();
  const id = page.url().split("/").at(-1) ?? "";

  const bob = await office().page("bob", desktopEnglish);
  await bob.goto("/inbox");
  await bob.getByText(title).first().waitFor();
  const shown = () => bob.getByRole("heading", { name: title, level: 2 }).count();
  for (let press = 0; press < 30 && (await shown()) === 0; press += 1) {
    await bob.keyboard.press("j");
    await bob.waitForTimeout(250);
  }
  const pending = bob.getByText(like(lang, "ticket.pending.approve"));
  await bob.getByRole("button", { name: t(lang, "ticket.action.approve"), exact: true }).waitFor();
  await bob.keyboard.press("a");
  await pending.waitFor();
  await bob.keyboard.press("z");
  await pending.waitFor({ state: "hidden" });
  expect((await api.ticket(id, "bob")).myTask).not.toBeNull();
  await bob.keyboard.press("?");
  await bob.getByRole("dialog", { name: t(lang, "inbox.keys.title") }).waitFor();
  await office().look(bob, "keys");
  await bob.keyboard.press("Escape");
  await bob.keyboard.press("a");
  await bob.getByText(like(lang, "ticket.pending.sent.approve")).first().waitFor();
  await api.reach(id, "alice", ({ outcome }) => outcome === "approved");
});
