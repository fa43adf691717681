import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { looks, type Look } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, field, heading, section } from "./support/screen.ts";
import { t } from "./support/text.ts";

const office = useOffice();

const source = (name: string) => `# Kept: a comment at the top.
name: { en: "${name}", zh-CN: "${name}" }
category: support
numberPrefix: VIS
form:
  fields:
    # Kept: who comes.
    - type: text
      name: visitor
      label: { en: Visitor, zh-CN: 访客 }
      required: true
chain:
  - kind: approve
    id: leader
    name: { en: Department leader, zh-CN: 部门负责人 }
    who: [{ departmentLeader: { up: 0 } }]
    mode: any
`;

async function createTemplate(name: string): Promise<string> {
  const grace = await office().api.as("grace");
  return (await grace.call("createTemplate", { body: { source: source(name) } })).id;
}

async function savedSource(id: string): Promise<string> {
  const grace = await office().api.as("grace");
  const query = { draft: "true" };
  return (await grace.call("getTemplate", { params: { id }, query })).source ?? "";
}

async function open(look: Look, id: string, name: string): Promise<Page> {
  const page = await office().page("grace", look);
  await page.goto(`/admin/templates/${id}`);
  await heading(page, name).waitFor();
  return page;
}

const card = (page: Page, index: number) => page.locator(`#designer-field-${index}`);
const counts = (page: Page, { lang }: Look, count: number) =>
  page.getByRole("heading", { name: t(lang, "designer.form.fields", { count }) }).waitFor();
const saved = (page: Page, { lang }: Look) =>
  page.getByText(t(lang, "designer.save.saved"), { exact: true }).waitFor();
const label = (page: Page, { lang }: Look) =>
  page.getByLabel(`${t(lang, "designer.setting.label")} (English)`, { exact: true });

/** Presses, moves and lets go as a hand does: the drag begins a little away from where it was pressed. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new Error("Nothing to drag, or nowhere to.");
  await page.mouse.move(start.x + 8, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 30, start.y + start.height / 2 + 10, { steps: 3 });
  await page.mouse.move(end.x + 40, end.y + 3, { steps: 6 });
  await page.mouse.up();
}

/** Goes to a control by Tab alone. */
async function tabTo(page: Page, to: Locator, key = "Tab"): Promise<void> {
  for (let pressed = 0; pressed < 120; pressed += 1) {
    if (await to.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab never came to ${to.toString()}.`);
}

async function publish(page: Page, { lang }: Look): Promise<void> {
  await page.getByText(t(lang, "admin.editor.published", { version: 1 })).waitFor();
}

async function submit(look: Look, id: string, values: [string, string][]): Promise<void> {
  const alice = await office().page("alice", look);
  await alice.goto(`/new/${id}`);
  for (const [name, value] of values) await field(alice, look.lang, name).fill(value);
  await button(alice, look.lang, "form.page.submit").click();
  await alice.getByText(/^VIS-\d{4}-\d+$/).waitFor();
}

describe.each(looks.filter(({ isPhone }) => !isPhone))("template designer, $name", (look) => {
  const { lang } = look;

  it("builds a form by mouse, undoes, saves by itself, publishes; tickets are submitted with it", async () => {
    const name = `Visit ${lang}`;
    const id = await createTemplate(name);
    const page = await open(look, id, name);
    await button(page, lang, "designer.kind.number").click();
    await counts(page, look, 2);
    await label(page, look).fill("How many");
    await drag(page, button(page, lang, "designer.kind.checkbox"), card(page, 1));
    await counts(page, look, 3);
    expect(await card(page, 1).innerText()).toContain(t(lang, "designer.kind.checkbox"));

    await button(page, lang, "designer.undo").click();
    await counts(page, look, 2);
    await button(page, lang, "designer.redo").click();
    await counts(page, look, 3);

    await card(page, 2).click();
    const visible = section(page, lang, "designer.setting.visibleWhen");
    await visible.getByRole("button", { name: t(lang, "designer.condition.add") }).click();
    await visible
      .getByLabel(t(lang, "designer.condition.field"), { exact: true })
      .selectOption("checkbox");
    const preview = section(page, lang, "designer.preview.title");
    const shown = preview.getByLabel(lang === "en" ? /^How many/ : /^数字/);
    await shown.waitFor({ state: "hidden" });
    await preview.getByRole("checkbox").check();
    await shown.waitFor();
    await office().look(page, `designer form ${look.name}`);

    await saved(page, look);
    const text = await savedSource(id);
    expect(text).toContain("# Kept: a comment at the top.\n");
    expect(text).toContain(
      "    # Kept: who comes.\n    - type: text\n      name: visitor\n      label: { en: Visitor, zh-CN: 访客 }\n",
    );
    expect(text).toContain("      visibleWhen: { field: checkbox, filled: true }\n");
    await button(page, lang, "admin.editor.publish").click();
    await publish(page, look);
    await submit(look, id, [[lang === "en" ? "Visitor" : "访客", "Ms Li 李女士"]]);
  });

  it("builds a form by keyboard only", async () => {
    const name = `Visit by keys ${lang}`;
    const id = await createTemplate(name);
    const page = await open(look, id, name);
    await counts(page, look, 1);
    await tabTo(page, button(page, lang, "designer.kind.number"));
    await page.keyboard.press("Enter");
    await counts(page, look, 2);
    await tabTo(page, label(page, look));
    await page.keyboard.press("Control+a");
    await page.keyboard.type("Hours");
    await tabTo(page, card(page, 1), "Shift+Tab");
    await page.keyboard.press("Alt+ArrowUp");
    const moved = { name: lang === "en" ? "Hours" : "数字", at: 1, count: 2 };
    await page.getByText(t(lang, "designer.form.moved", moved)).waitFor({ state: "attached" });
    await tabTo(page, card(page, 1));
    await page.keyboard.press("Delete");
    await counts(page, look, 1);
    await page.keyboard.press("Control+z");
    await counts(page, look, 2);
    await saved(page, look);
    expect(await savedSource(id)).toMatch(/en: Hours[^]*# Kept: who comes\.\n {4}- type: text/);
    await tabTo(page, button(page, lang, "admin.editor.publish"), "Shift+Tab");
    await page.keyboard.press("Enter");
    await publish(page, look);
    await submit(look, id, [
      [lang === "en" ? "Hours" : "数字", "2"],
      [lang === "en" ? "Visitor" : "访客", "Mr Wu 吴先生"],
    ]);
  });

  it("shows a draft that somebody else has saved since, and loses neither", async () => {
    const name = `Visit of two ${lang}`;
    const id = await createTemplate(name);
    const page = await open(look, id, name);
    await counts(page, look, 1);
    const grace = await office().api.as("grace");
    const theirs = `${source(name)}# theirs\n`;
    await grace.call("saveTemplate", { params: { id }, body: { source: theirs } });
    await button(page, lang, "designer.kind.note").click();
    await page.getByText(t(lang, "designer.conflict.text")).waitFor();
    expect(await savedSource(id)).toBe(theirs);
    await office().look(page, `designer conflict ${look.name}`);
    await button(page, lang, "designer.conflict.mine").click();
    await saved(page, look);
    expect(await savedSource(id)).toContain("type: note");
    await button(page, lang, "designer.undo").click();
    await saved(page, look);
    expect(await savedSource(id)).toBe(theirs);
  });

  it("draws no form from a source that cannot be read, and goes to its line", async () => {
    const name = `Visit broken ${lang}`;
    const id = await createTemplate(name);
    const page = await open(look, id, name);
    const tabs = page.getByRole("navigation", { name: t(lang, "designer.tab.label") });
    const goTo = (tab: "form" | "source") =>
      tabs.getByRole("link", { name: t(lang, `designer.tab.${tab}`) }).click();
    await goTo("source");
    const editor = page.getByRole("textbox", { name: t(lang, "admin.editor.source") });
    await editor.fill(source(name).replace("category: support", "category: [support"));
    await goTo("form");
    await page.getByText(t(lang, "designer.broken.title")).waitFor();
    await office().look(page, `designer broken ${look.name}`);
    await section(page, lang, "designer.broken.title").getByRole("button").click();
    await page.keyboard.press("Control+z");
    await goTo("form");
    await counts(page, look, 1);
  });
});
