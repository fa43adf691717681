import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Look, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, dialog, field, heading, section } from "./support/screen.ts";
import { escape, t } from "./support/text.ts";
import { until } from "./support/until.ts";

const office = useOffice();

const tree = (page: Page, { lang }: Look) => section(page, lang, "planedit.tree");
/** A step in the tree: its button says number, name and action. */
const row = (page: Page, look: Look, name: string): Locator =>
  tree(page, look).getByRole("button", { name: new RegExp(`^\\d(\\.\\d)? ${escape(name)}`) });

/** On the phone the tree and what is chosen in it take turns. */
async function toTree(page: Page, { lang, isPhone }: Look): Promise<void> {
  const back = button(page, lang, "planedit.toTree");
  if (isPhone && (await back.isVisible())) await back.click();
}
async function openTab(
  page: Page,
  lang: Look["lang"],
  tab: "facts" | "source" | "check" | "steps",
) {
  const tabs = page.getByRole("navigation", { name: t(lang, "planedit.tab.label") });
  await tabs.getByRole("link", { name: new RegExp(`^${t(lang, `planedit.tab.${tab}`)}`) }).click();
}
async function rowNames(page: Page, look: Look): Promise<string[]> {
  const rows = tree(page, look).getByRole("listitem").getByRole("group");
  return rows.evaluateAll((all) => all.map((one) => one.ariaLabel ?? ""));
}
const saved = (page: Page, { lang }: Look) =>
  page.getByText(t(lang, "designer.save.saved"), { exact: true }).waitFor();

/** A new plan by the dialog; the page is its editor then. */
async function create(page: Page, look: Look, name: string, scene: "EMERGENCY" | "RECOVERY") {
  const { lang } = look;
  await page.goto("/plans");
  await button(page, lang, "plans.add").click();
  const box = dialog(page);
  await box
    .getByRole("radio", { name: new RegExp(`^${t(lang, `actions.scene.${scene}`)}`) })
    .check();
  await box.getByLabel(/English/).fill(name);
  await office().look(page, `plan new ${look.name}`);
  await button(box, lang, "plans.create.do").click();
  await page.waitForURL(/\/plans\/pln_\w+\/edit/);
  await heading(page, name).waitFor();
}
const idOf = (page: Page) => /pln_\w+/.exec(page.url())?.[0] ?? "";
async function draft(page: Page) {
  const dave = await office().api.as("dave");
  return dave.call("getPlan", { params: { id: idOf(page) }, query: { version: "draft" } });
}

describe.each(looksOf("plan-editor"))("the editor of plans, $name", (look) => {
  const { lang } = look;
  const first = lang === "en" ? "Look first" : "先观察";
  const http = lang === "en" ? "HTTP request" : "HTTP 请求";
  const address = lang === "en" ? "Address" : "地址";

  it("writes a plan from nothing, says what is wrong where it is, and publishes it", async () => {
    const name = `Walk 演示 ${look.name}`;
    const page = await office().page("dave", look);
    await create(page, look, name, "EMERGENCY");
    await office().look(page, `plan editor ${look.name}`);
    await button(tree(page, look), lang, "planedit.addStep").click();
    const panel = page.locator("section", { has: page.locator("#chosen") });
    await button(panel, lang, "actions.picker.change").click();
    await page.getByRole("combobox").fill("http");
    await page.getByRole("option", { name: http }).first().waitFor();
    await office().look(page, `plan action picker ${look.name}`);
    await page.getByRole("option", { name: http }).first().click();
    await panel.getByText(http).first().waitFor();
    await field(page, lang, address).first().fill("https://shop.test/scale");
    await field(page, lang, t(lang, "planfields.name.id")).fill("look");
    // The other step has this id: the finding says so at the step, and in the list it leads there.
    await panel.getByRole("listitem").first().waitFor();
    await office().look(page, `plan step with fault ${look.name}`);
    await openTab(page, lang, "check");
    await section(page, lang, "planedit.findings")
      .getByText(/steps\.1\.id/)
      .waitFor();
    await office().look(page, `plan findings ${look.name}`);
    await button(page, lang, "planedit.publish").click();
    await dialog(page)
      .getByRole("heading", { name: t(lang, "planedit.notYet") })
      .waitFor();
    await dialog(page)
      .getByText(/steps\.1\.id/)
      .click();
    await page.locator("#chosen").waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("chosen");
    await field(page, lang, t(lang, "planfields.name.id")).fill("scale");
    await saved(page, look);
    const { document: plan } = await draft(page);
    expect(plan.scene === "EMERGENCY" && plan.steps[1]).toMatchObject({
      id: "scale",
      action: "http.request",
      executeContext: { url: "https://shop.test/scale" },
    });
    await until("no faults", async () => button(page, lang, "planedit.publish").isEnabled());
    await button(page, lang, "planedit.publish").click();
    await dialog(page).getByRole("textbox").fill("First version 首个版本");
    await button(dialog(page), lang, "planedit.publish").click();
    await page.getByText(t(lang, "planedit.published", { number: 1 })).waitFor();
    expect((await draft(page)).published).toBe(1);
  });

  it("moves steps by keyboard and buttons, takes them out, and undoes all of it", async () => {
    const page = await office().page("dave", look);
    await create(page, look, `Order 顺序 ${look.name}`, "EMERGENCY");
    await button(tree(page, look), lang, "planedit.addStep").click();
    await toTree(page, look);
    const [, second = ""] = await rowNames(page, look);
    await row(page, look, second).focus();
    await page.keyboard.press("Alt+ArrowUp");
    expect(await rowNames(page, look)).toEqual([second, first]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(second);
    await row(page, look, second).click();
    await button(page, lang, "planedit.step.down").click();
    await button(page, lang, "planedit.step.remove").click();
    await toTree(page, look);
    expect(await rowNames(page, look)).toEqual([first]);
    await button(page, lang, "designer.undo").click();
    await button(page, lang, "designer.undo").click();
    expect(await rowNames(page, look)).toEqual([second, first]);
    await button(page, lang, "designer.redo").click();
    expect(await rowNames(page, look)).toEqual([first, second]);
  });

  it("keeps the parts of a disaster recovery in their order, and says that a way back is missing", async () => {
    const page = await office().page("dave", look);
    await create(page, look, `Core 核心 ${look.name}`, "RECOVERY");
    await tree(page, look).getByText(t(lang, "planedit.part.noWayBack")).waitFor();
    const part = (type: "TRAFFIC_BACK" | "DISASTER_RECOVERY") => t(lang, `planfields.part.${type}`);
    const add = (type: "TRAFFIC_BACK" | "DISASTER_RECOVERY") =>
      tree(page, look).getByRole("button", {
        name: t(lang, "planedit.addPart", { part: part(type) }),
      });
    await add("TRAFFIC_BACK").click();
    await toTree(page, look);
    await add("DISASTER_RECOVERY").click();
    await toTree(page, look);
    await page.getByText(t(lang, "planedit.part.noWayBack")).waitFor({ state: "hidden" });
    await office().look(page, `plan parts ${look.name}`);
    await saved(page, look);
    const { document: plan } = await draft(page);
    expect(plan.scene === "RECOVERY" && plan.plans.map(({ type }) => type)).toEqual([
      "DISASTER_SWITCH",
      "DISASTER_RECOVERY",
      "TRAFFIC_BACK",
    ]);
    await tree(page, look)
      .getByRole("button", { name: `3 ${part("TRAFFIC_BACK")}` })
      .click();
    await page.locator("#chosen").waitFor();
    await office().look(page, `plan part ${look.name}`);
    await button(page, lang, "planedit.part.remove").click();
    await button(dialog(page), lang, "planedit.part.remove").click();
    await tree(page, look).getByText(t(lang, "planedit.part.noWayBack")).waitFor();
  });

  it("shows the facts as fields, and the source, one document for both", async () => {
    const page = await office().page("dave", look);
    await create(page, look, `Facts 信息 ${look.name}`, "EMERGENCY");
    await openTab(page, lang, "facts");
    await office().look(page, `plan facts ${look.name}`);
    await field(page, lang, t(lang, "planfields.name.expectedSeconds")).fill("300");
    await field(page, lang, t(lang, "planfields.name.shared")).fill('{ "seconds": ');
    await field(page, lang, t(lang, "planfields.name.concurrencyKey")).fill("shop-web");
    await field(page, lang, t(lang, "planfields.name.shared")).fill('{ "seconds": 5 }');
    await openTab(page, lang, "source");
    const source = page.getByRole("textbox", { name: t(lang, "plans.versions.sourceLabel") });
    const text = await source.inputValue();
    expect(text).toContain("expectedSeconds: 300");
    expect(text).toContain("concurrencyKey: shop-web");
    expect(text).toMatch(/shared: \{ seconds: 5 \}/);
    await office().look(page, `plan yaml ${look.name}`);
    await source.fill(`${text}\nbroken: [`);
    await openTab(page, lang, "steps");
    await page.getByText(t(lang, "designer.broken.title")).waitFor();
    await button(page, lang, "designer.undo").click();
    await row(page, look, first).waitFor();
    await saved(page, look);
  });
});
