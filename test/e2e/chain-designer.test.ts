import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { MessageKey } from "#lib/i18n/catalog.ts";
import { placedNodes } from "#lib/designer/chain/tree.ts";
import { desktopEnglish, type Look, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, dialog } from "./support/screen.ts";
import { escape, t } from "./support/text.ts";

const office = useOffice();

const source = (name: string) => `name: { en: "${name}", zh-CN: "${name}" }
category: support
numberPrefix: CHN
form:
  fields:
    - type: select
      name: kind
      label: { en: Kind, zh-CN: 类别 }
      options:
        - { value: car, label: { en: Car, zh-CN: 汽车 } }
        - { value: bike, label: { en: Bicycle, zh-CN: 自行车 } }
chain:
  # This comment outlives what is drawn.
  - kind: approve
    id: leader
    name: { en: Department leader, zh-CN: 部门负责人 }
    who: [{ departmentLeader: { up: 0 } }]
`;

async function open(look: Look, name: string): Promise<{ page: Page; id: string }> {
  const grace = await office().api.as("grace");
  const { id } = await grace.call("createTemplate", { body: { source: source(name) } });
  const page = await office().page("grace", look);
  await page.goto(`/admin/templates/${id}?tab=chain`);
  await page.getByRole("tree", { name: t(look.lang, "templates.chain.label") }).waitFor();
  return { page, id };
}

/** Ids of the published chain with their paths. */
async function published(page: Page, { lang }: Look, id: string): Promise<string[]> {
  await page.getByText(t(lang, "admin.editor.published", { version: 1 })).waitFor();
  const grace = await office().api.as("grace");
  const template = await grace.call("getTemplate", { params: { id }, query: { draft: "true" } });
  expect(template.source).toContain("# This comment outlives what is drawn.");
  return placedNodes(template.document.chain).map(
    ({ path, node }) => `${path.join(".")} ${node.id}`,
  );
}

function stop(page: Page, name: string): Locator {
  return page.getByRole("treeitem", { name: new RegExp(`^(\\d+ ?)?${escape(name)}`) });
}

describe("by mouse", () => {
  const { lang } = desktopEnglish;

  /** The "+" behind a card: for the pointer only, so it has no name. */
  function spot(page: Page, behind: string): Locator {
    const item = page.locator("li");
    return item
      .filter({ has: stop(page, behind) })
      .last()
      .locator(":scope > div > [data-place]");
  }

  async function add(page: Page, behind: string, choice: MessageKey): Promise<void> {
    await spot(page, behind).click();
    await page.getByRole("menuitem", { name: t(lang, choice), exact: true }).click();
  }

  async function drag(page: Page, card: Locator, target: Locator): Promise<void> {
    await card.locator("[data-card]").first().hover();
    await page.mouse.down();
    const box = await target.boundingBox();
    if (box === null) throw new Error("The place to drop at is not on the screen.");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
    await office().look(page, "chain designer drag");
    await page.mouse.up();
  }

  it("a chain with a branch and a parallel is built, a card dragged, and it is published", async () => {
    const { page, id } = await open(desktopEnglish, "Chain by mouse");
    await add(page, "Department leader", "templates.chain.kind.branch");
    await stop(page, t(lang, "templates.chain.condition.filled", { field: "Kind" })).waitFor();
    await add(page, "Kind is filled in", "templates.chain.choice.role");
    await stop(page, "Approval by role").getByText("1 fault").waitFor();
    await page
      .getByLabel(t(lang, "templates.chain.inspect.role"), { exact: true })
      .selectOption({ label: "Administrator" });
    await office().look(page, "chain designer branch");
    await add(page, "Branch", "templates.chain.kind.parallel");
    await drag(page, stop(page, "Approval by role"), spot(page, "Otherwise"));
    await stop(page, "Approval by role").waitFor();
    await office().look(page, "chain designer");
    await button(page, lang, "admin.editor.publish").click();
    expect(await published(page, desktopEnglish, id)).toEqual([
      "0 leader",
      "1 branch",
      "1.otherwise.0 by-role",
      "2 parallel",
      "2.branches.0.nodes.0 leader-2",
      "2.branches.1.nodes.0 leader-3",
    ]);
  });

  it("an automation is any action of the catalogue, found by its name", async () => {
    const { page, id } = await open(desktopEnglish, "Chain with an action");
    await add(page, "Department leader", "templates.chain.kind.automate");
    await page.getByText("HTTP request", { exact: true }).waitFor();
    await button(page, lang, "actions.picker.change").click();
    await page.getByRole("combobox", { name: t(lang, "actions.picker.label") }).fill("tell");
    await page.getByRole("option", { name: /^Tell people/ }).click();
    await page
      .getByLabel(t(lang, "templates.chain.inspect.parameters"))
      .fill('message: Ready.\npeople: ["alice@demo.test"]');
    await office().look(page, "chain designer action");
    await button(page, lang, "admin.editor.publish").click();
    expect(await published(page, desktopEnglish, id)).toContain("1 automate");
    const grace = await office().api.as("grace");
    const template = await grace.call("getTemplate", { params: { id }, query: {} });
    expect(template.document.chain[1]).toMatchObject({
      action: "notify",
      parameters: { message: "Ready.", people: ["alice@demo.test"] },
    });
  });
});

describe("by keyboard alone", () => {
  const { lang } = desktopEnglish;
  const focused = (page: Page) =>
    page.evaluate(() => {
      const at = document.activeElement;
      return `${at?.getAttribute("role") ?? ""} ${at?.getAttribute("aria-label") ?? at?.textContent ?? ""}`
        .replaceAll(/\s+/g, " ")
        .trim();
    });

  async function pressUntil(page: Page, key: string, wanted: RegExp): Promise<void> {
    for (let press = 0; press < 60; press += 1) {
      if (wanted.test(await focused(page))) return;
      await page.keyboard.press(key);
    }
    throw new Error(`${key} never reached ${String(wanted)}.`);
  }

  async function add(page: Page, choice: MessageKey): Promise<void> {
    await page.keyboard.press("+");
    await pressUntil(page, "ArrowDown", new RegExp(`^menuitem ${escape(t(lang, choice))}$`));
    await page.keyboard.press("Enter");
  }

  async function press(page: Page, ...keys: string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key);
  }

  it("a chain is built, walked, copied, moved, mended by undo, and published", async () => {
    const { page, id } = await open(desktopEnglish, "Chain by keyboard");
    await pressUntil(page, "Tab", /^treeitem/);
    await press(page, "ArrowDown");
    await add(page, "templates.chain.kind.branch");
    await press(page, "ArrowDown");
    expect(await focused(page)).toMatch(/^treeitem 1 ?Kind is filled in/);
    await add(page, "templates.chain.choice.leader");
    await press(page, "Control+c", "ArrowRight");
    expect(await focused(page)).toMatch(/^treeitem Otherwise/);
    await press(page, "Control+v", "Home", "End");
    expect(await focused(page)).toMatch(/^treeitem Branch/);
    await add(page, "templates.chain.kind.parallel");
    expect(await focused(page)).toMatch(/^treeitem At the same time/);
    await press(page, "Alt+ArrowUp");
    await page
      .getByText(t(lang, "templates.chain.said.moved", { name: "At the same time", number: 2 }))
      .waitFor({ state: "attached" });
    await press(page, "Delete");
    await stop(page, "At the same time").waitFor({ state: "detached" });
    await press(page, "Control+z");
    await stop(page, "At the same time").waitFor();
    expect(await focused(page)).toMatch(/^treeitem/);
    await press(page, "End");
    await add(page, "templates.chain.kind.wait");
    expect(await focused(page)).toMatch(/^treeitem Wait/);
    // What has the focus goes away with the undo; the keyboard stays in the tree.
    await press(page, "Control+z");
    await stop(page, "Wait").waitFor({ state: "detached" });
    expect(await focused(page)).toMatch(/^treeitem/);
    await pressUntil(page, "ArrowDown", /^treeitem At the same time/);
    await press(page, "Enter", "Control+a");
    await page.keyboard.type("Both");
    await press(page, "Escape");
    expect(await focused(page)).toMatch(/^treeitem Both/);
    // While the draft is being saved the button takes no focus.
    await page
      .getByRole("button", { name: t(lang, "admin.editor.publish"), disabled: false })
      .waitFor();
    await pressUntil(page, "Shift+Tab", new RegExp(`^${escape(t(lang, "admin.editor.publish"))}$`));
    await page.keyboard.press("Enter");
    expect(await published(page, desktopEnglish, id)).toEqual([
      "0 leader",
      "1 parallel",
      "1.branches.0.nodes.0 leader-4",
      "1.branches.1.nodes.0 leader-5",
      "2 branch",
      "2.branches.0.nodes.0 leader-2",
      "2.otherwise.0 leader-3",
    ]);
  });
});

describe.each(looksOf("chain-designer"))("a long chain, $name", (look) => {
  const { lang, isPhone } = look;

  it("is read with everything that it says; on the phone nothing is changed", async () => {
    const grace = await office().api.as("grace");
    const { items } = await grace.call("listTemplates", {});
    const expense = items.find(({ name }) => name.en === "Expense");
    const page = await office().page("grace", look);
    await page.goto(`/admin/templates/${expense?.id}?tab=chain`);
    const large = lang === "en" ? "Large amounts" : "大额";
    await stop(page, large).locator("[data-card]").first().click();
    const box = isPhone
      ? dialog(page)
      : page.getByRole("region", { name: t(lang, "templates.chain.inspect.label") });
    await box.getByText(lang === "en" ? "Amount is at least 5,000" : "金额不小于 5,000").waitFor();
    await office().look(page, `chain designer expense ${look.name}`);
    expect(await box.getByLabel(t(lang, "templates.chain.inspect.id")).isEditable()).toBe(!isPhone);
    expect(await page.locator("[data-place]").count()).toBe(isPhone ? 0 : 8);
  });
});
