import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { PlanSummary } from "#shared/plan/view-schema.ts";
import { type Look, looks, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, dialog, giveReason, goBy, heading, section } from "./support/screen.ts";
import { escape, t } from "./support/text.ts";

const office = useOffice();

async function planOf(english: string): Promise<PlanSummary> {
  const dave = await office().api.as("dave");
  const { items } = await dave.call("listPlans", { query: { q: english } });
  const found = items.find(({ name }) => name.en === english);
  if (found === undefined) throw new Error(`No plan ${english}.`);
  return found;
}

/** From the menu to the page of a plan, as people go. */
async function open(page: Page, look: Look, plan: PlanSummary): Promise<void> {
  await page.goto("/inbox");
  await goBy(page, look, "common.nav.plans");
  const name = new RegExp(escape(plan.name[look.lang]));
  await page.getByRole("link", { name }).filter({ visible: true }).click();
  await heading(page, plan.name[look.lang]).waitFor();
}

describe.each(looksOf("plans"))("plans, $name", (look) => {
  const { lang } = look;
  const tag = look.name;

  it("are found by scene, state and words, each with how ready it is", async () => {
    const shop = await planOf("Web shop - scale out");
    const core = await planOf("Core database - switch to the second site");
    const page = await office().page("dave", look);
    await page.goto("/inbox");
    await goBy(page, look, "common.nav.plans");
    await heading(page, t(lang, "plans.title")).waitFor();
    const link = (plan: PlanSummary) =>
      page.getByRole("link", { name: new RegExp(escape(plan.name[lang])) }).filter({
        visible: true,
      });
    await link(shop).waitFor();
    await page.getByText(/^\d+$/).filter({ visible: true }).nth(3).waitFor();
    await office().look(page, `plans ${tag}`);
    await button(page, lang, "actions.scene.RECOVERY").click();
    await link(shop).waitFor({ state: "hidden" });
    await link(core).waitFor();
    await button(page, lang, "plans.anyScene").click();
    // Typed while the list is still on its way: it stays.
    await page.getByRole("searchbox").fill("ShopLatencyHigh");
    await page.waitForURL(/q=ShopLatencyHigh/);
    await link(core).waitFor({ state: "hidden" });
    await link(shop).waitFor();
    await button(page, lang, "common.state.plan.disabled").click();
    await page.getByText(t(lang, "plans.noMatch")).waitFor();
    await office().look(page, `plans without match ${tag}`);
    await page.getByRole("link", { name: t(lang, "plans.reset") }).click();
    await link(core).waitFor();
  });

  it("show their steps, what is missing and what helps, and lead to a drill", async () => {
    const plan = await planOf("Core database - switch to the second site");
    const page = await office().page("dave", look);
    await open(page, look, plan);
    const ready = section(page, lang, "plans.readiness.title");
    await ready.getByText(t(lang, "plans.readiness.drill"), { exact: true }).waitFor();
    await office().look(page, `plan ${tag}`);
    const steps = section(page, lang, "plans.steps");
    await steps.getByText(lang === "en" ? "Promote the standby" : "提升备库").click();
    await steps.getByText("db-site-two").waitFor();
    await office().look(page, `plan step ${tag}`);
    await ready.scrollIntoViewIfNeeded();
    await office().look(page, `plan readiness ${tag}`);
    const drill = ready.getByRole("link", {
      name: lang === "en" ? "Run a drill." : "请进行一次演练。",
    });
    await drill.click();
    await page.waitForURL(/start\?mode=drill/);
    await page.getByRole("radio", { checked: true }).first().waitFor();
    expect(await page.locator("input[name=start-mode]:checked").inputValue()).toBe("drill");
  });

  it("of self-recovery rise once they earned it, fall, and get a token for alert sources", async () => {
    const plan = await planOf("Payment gateway - replace an instance");
    const page = await office().page("dave", look);
    await open(page, look, plan);
    const ladder = section(page, lang, "plans.autonomy.title");
    await ladder.getByText(t(lang, "plans.autonomy.now")).waitFor();
    await ladder.scrollIntoViewIfNeeded();
    await office().look(page, `plan autonomy ${tag}`);
    const raise = t(lang, "plans.autonomy.promote", { level: t(lang, "plans.autonomy.one_click") });
    expect(await ladder.getByRole("button", { name: raise }).count()).toBe(0);
    const alerts = section(page, lang, "plans.trigger.title");
    const make = alerts.getByRole("button", {
      name: t(lang, plan.version > 0 ? "plans.trigger.make" : "plans.trigger.renew"),
    });
    await make
      .or(button(alerts, lang, "plans.trigger.renew"))
      .first()
      .click();
    await dialog(page).getByRole("button").last().click();
    await dialog(page).getByText(t(lang, "plans.trigger.shown")).waitFor();
    await dialog(page)
      .getByText(/\/api\/plans\/pln_\w+\/trigger/)
      .waitFor();
    await office().look(page, `plan token ${tag}`);
  });

  it("are disabled with a reason, and begin again", async () => {
    const plan = await planOf("Billing - hold the nightly run");
    const page = await office().page("dave", look);
    await open(page, look, plan);
    await button(page, lang, "plans.more").click();
    await page.getByRole("menuitem", { name: t(lang, "plans.disable") }).click();
    await giveReason(page, "Month end 月末", t(lang, "plans.disable"));
    await page.getByText(/Month end 月末/).waitFor();
    expect(await page.getByRole("link", { name: t(lang, "plans.drill") }).count()).toBe(0);
    await office().look(page, `plan disabled ${tag}`);
    await button(page, lang, "plans.enable").click();
    await page.getByRole("link", { name: t(lang, "plans.drill"), exact: true }).waitFor();
  });

  it("keep their versions, which are compared", async () => {
    const plan = await planOf("Web shop - scale out");
    const page = await office().page("dave", look);
    await open(page, look, plan);
    await page.getByRole("link", { name: t(lang, "plans.tab.versions"), exact: true }).click();
    await button(page, lang, "trial.versions.view").first().click();
    await dialog(page).getByRole("textbox").waitFor();
    await office().look(page, `plan source ${tag}`);
    await dialog(page)
      .getByRole("button", { name: t(lang, "common.close") })
      .first()
      .click();
    await page.getByText(t(lang, "trial.versions.same")).waitFor();
    await office().look(page, `plan versions ${tag}`);
  });
});

it("are closed to whoever may not read them", async () => {
  const [look] = looks;
  if (look === undefined) return;
  const page = await office().page("alice", look);
  for (const place of ["/plans", "/plans/pln_00000000000000000000000000"]) {
    await page.goto(place);
    await heading(page, /./).waitFor();
    await page.getByText(t(look.lang, "common.noPermission.title")).waitFor();
  }
  await office().look(page, `plans closed ${look.name}`);
});
