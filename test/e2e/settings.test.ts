import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Locale } from "#shared/core/ctx.ts";
import { settingGroups, type SettingGroup } from "#shared/setting/groups.ts";
import { fieldViews } from "#shared/core/fields.ts";
import { type Look, looks, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, dialog, field, goBy, heading } from "./support/screen.ts";
import { escape, like, t } from "./support/text.ts";

const office = useOffice();
const secret = "walk-token";
const url = (name: string) => `https://${name}.test`;

/** What a field of a group is called on the page; `inside` its list. */
function nameOf(lang: Locale, group: SettingGroup, key: string, inside?: string): string {
  const fields = fieldViews(settingGroups[group].schema);
  const found = (list: typeof fields, wanted: string) => list.find((one) => one.key === wanted);
  const view = inside ? found(found(fields, inside)?.item?.fields ?? [], key) : found(fields, key);
  return view?.name[lang] ?? key;
}

const stored = async (group: SettingGroup) =>
  (await office().api.as("grace")).call("getSetting", { params: { group } });
async function store(group: SettingGroup, value: Record<string, unknown>): Promise<void> {
  const { version } = await stored(group);
  const body = { version, value };
  await (await office().api.as("grace")).call("updateSetting", { params: { group }, body });
}
async function haveSecret(): Promise<void> {
  const grace = await office().api.as("grace");
  const { items } = await grace.call("listSecrets", {});
  if (items.some(({ name }) => name === secret)) return;
  const description = "Token for the walk";
  await grace.call("createSecret", { body: { name: secret, description, value: "first value" } });
  const params = { name: secret };
  await grace.call("setSecretValue", { params, body: { value: "second value" } });
}

/** From wherever the page is to one group, as people go. */
async function open(page: Page, look: Look, group: SettingGroup): Promise<void> {
  const { lang } = look;
  const name = settingGroups[group].name[lang];
  await page.goto("/inbox");
  await goBy(page, look, "common.nav.admin");
  const tabs = page.getByRole("navigation", { name: t(lang, "admin.tabs.label") });
  await tabs.getByRole("link", { name: t(lang, "admin.tabs.settings"), exact: true }).click();
  const list = page.getByRole("navigation", { name: t(lang, "config.groups") });
  await list.getByRole("link", { name: new RegExp(`^${escape(name)}`) }).click();
  await page.getByRole("region", { name, exact: true }).waitFor();
}

const add = (page: Page, lang: Locale, list: string) =>
  page.getByRole("button", {
    name: new RegExp(`^${escape(t(lang, "fields.list.add"))}.*${escape(list)}$`),
  });
const card = (page: Page, name: string): Locator =>
  page.getByRole("region", { name, exact: true }).last();
/** The names of the cards from top to bottom. */
async function order(page: Page, group: SettingGroup, lang: Locale): Promise<string[]> {
  const inside = page.getByRole("region", { name: settingGroups[group].name[lang] });
  const names = await inside
    .getByRole("region")
    .evaluateAll((all) => all.map((one) => one.ariaLabel));
  return names.map(String);
}
const save = (page: Page, lang: Locale) => button(page, lang, "common.save").click();
async function saved(page: Page, lang: Locale, group: SettingGroup): Promise<void> {
  const name = settingGroups[group].name[lang];
  await page.getByText(t(lang, "config.saved", { name })).waitFor();
}

describe.each(looksOf("settings"))("settings, $name", (look) => {
  const { lang } = look;
  const clusters = nameOf(lang, "kubernetes", "clusters");

  it("are filled in by fields, say what is wrong where it is, and refer to secrets", async () => {
    await haveSecret();
    await store("kubernetes", { clusters: [] });
    const page = await office().page("grace", look);
    await open(page, look, "kubernetes");
    await page.getByText(t(lang, "config.notSetHelp")).waitFor();
    await office().look(page, `settings empty ${look.name}`);
    await add(page, lang, clusters).click();
    await save(page, lang);
    const summary = page
      .getByRole("alert")
      .filter({ hasText: t(lang, "common.faults", { count: 3 }) });
    await summary.waitFor();
    await office().look(page, `settings with faults ${look.name}`);
    // The summary leads to the field; what is corrected is said no more.
    await summary.getByRole("link").first().click();
    await page.keyboard.type("east");
    await field(page, lang, nameOf(lang, "kubernetes", "url", "clusters")).fill("ftp://east.test");
    await page.getByRole("combobox").fill("walk");
    await page.getByRole("option", { name: secret }).waitFor();
    await office().look(page, `settings choosing a secret ${look.name}`);
    await page.keyboard.press("Enter");
    await page.getByLabel(t(lang, "fields.secret.which", { name: secret })).selectOption("1");
    await save(page, lang);
    await summary.waitFor({ state: "hidden" });
    await page.getByText(t(lang, "common.issue.invalid_format")).first().waitFor();
    await field(page, lang, nameOf(lang, "kubernetes", "url", "clusters")).fill(url("east"));
    await save(page, lang);
    await saved(page, lang, "kubernetes");
    const cluster = { name: "east", url: url("east"), token: { secret, version: 1 } };
    expect((await stored("kubernetes")).value).toEqual({
      clusters: [{ ...cluster, ca: "", namespaces: [] }],
    });
  });

  it("are put in order and taken out by keyboard, and the focus stays where the hand is", async () => {
    await haveSecret();
    const names = ["east", "west", "north"];
    await store("kubernetes", {
      clusters: names.map((name) => ({ name, url: url(name), token: { secret } })),
    });
    const page = await office().page("grace", look);
    await open(page, look, "kubernetes");
    expect(await order(page, "kubernetes", lang)).toEqual(names);
    await card(page, "north").getByRole("button", { name: /north/ }).first().focus();
    await page.keyboard.press("Alt+ArrowUp");
    await page.keyboard.press("Alt+ArrowUp");
    expect(await order(page, "kubernetes", lang)).toEqual(["north", "east", "west"]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("north");
    await page.keyboard.press("Enter");
    await card(page, "north").getByRole("textbox").first().waitFor();
    const remove = t(lang, "fields.list.remove", { name: "north" });
    const removing = card(page, "north").getByRole("button", { name: remove });
    await removing.locator("visible=true").focus();
    await page.keyboard.press("Enter");
    expect(await order(page, "kubernetes", lang)).toEqual(["east", "west"]);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BUTTON");
    await save(page, lang);
    await saved(page, lang, "kubernetes");
    const { value } = await stored("kubernetes");
    expect(value["clusters"]).toMatchObject([{ name: "east" }, { name: "west" }]);
  });

  it("that are not saved are kept between groups, and asked about when all are left", async () => {
    const page = await office().page("grace", look);
    await open(page, look, "platform");
    const most = field(page, lang, nameOf(lang, "platform", "mostAutomaticRuns"));
    await most.fill("３７");
    const back = page.getByRole("link", { name: t(lang, "admin.tabs.settings") }).first();
    if (look.isPhone) await back.click();
    const list = page.getByRole("navigation", { name: t(lang, "config.groups") });
    await list.getByText(t(lang, "config.unsaved")).waitFor();
    await list.getByRole("link", { name: new RegExp(settingGroups.features.name[lang]) }).click();
    await page.getByRole("region", { name: settingGroups.features.name[lang] }).waitFor();
    await office().look(page, `settings switches ${look.name}`);
    if (look.isPhone) await back.click();
    await page.getByRole("link", { name: t(lang, "admin.tabs.secrets") }).click();
    const asked = dialog(page).filter({ hasText: t(lang, "config.leave.title") });
    await asked.getByText(settingGroups.platform.name[lang]).waitFor();
    await office().look(page, `settings leaving ${look.name}`);
    await button(asked, lang, "config.leave.stay").click();
    await list.getByRole("link", { name: new RegExp(settingGroups.platform.name[lang]) }).click();
    expect(await most.inputValue()).toBe("37");
    await button(page, lang, "config.showChanges")
      .or(
        page.getByRole("button", { name: new RegExp(`^${escape(t(lang, "config.showChanges"))}`) }),
      )
      .first()
      .click();
    await dialog(page).getByText("37", { exact: true }).waitFor();
    await dialog(page)
      .getByRole("button", { name: t(lang, "common.close") })
      .first()
      .click();
    await button(page, lang, "config.discard").click();
    expect(await most.inputValue()).not.toBe("37");
  });

  it("that somebody else has saved meanwhile are shown beside one's own, and merged", async () => {
    await store("platform", {});
    const page = await office().page("grace", look);
    await open(page, look, "platform");
    const most = field(page, lang, nameOf(lang, "platform", "mostAutomaticRuns"));
    await most.fill("9");
    await store("platform", { nodeTimeoutSeconds: 7200, drillTargets: ["drill-*"] });
    await save(page, lang);
    const conflict = dialog(page).filter({ hasText: t(lang, "config.conflict.title") });
    await conflict
      .getByRole("region", { name: t(lang, "config.conflict.theirs") })
      .getByText("7200")
      .waitFor();
    const mine = conflict.getByRole("region", { name: t(lang, "config.conflict.mine") });
    await mine.getByText("9", { exact: true }).waitFor();
    await office().look(page, `settings conflict ${look.name}`);
    await button(conflict, lang, "config.conflict.both").click();
    const longest = field(page, lang, nameOf(lang, "platform", "nodeTimeoutSeconds"));
    expect([await longest.inputValue(), await most.inputValue()]).toEqual(["7200", "9"]);
    await save(page, lang);
    await saved(page, lang, "platform");
    expect((await stored("platform")).value).toMatchObject({
      nodeTimeoutSeconds: 7200,
      mostAutomaticRuns: 9,
      drillTargets: ["drill-*"],
    });
  });

  it("have a history whose versions tell what they changed, and come back into the editor", async () => {
    await store("platform", { drillTargets: ["drill-*"], mostAutomaticRuns: 3 });
    await store("platform", { mostAutomaticRuns: 4 });
    const page = await office().page("grace", look);
    await open(page, look, "platform");
    await button(page, lang, "config.history").click();
    const versions = dialog(page)
      .getByRole("listitem")
      .filter({ hasText: t(lang, "config.versions.take") });
    const [newest, before] = [versions.nth(0), versions.nth(1)];
    await newest.getByText("drill-*").waitFor();
    await before.getByText(t(lang, "config.versions.show")).click();
    await before.getByText(nameOf(lang, "platform", "decisionSeconds")).waitFor();
    await office().look(page, `settings history ${look.name}`);
    await button(before, lang, "config.versions.take").click();
    await page.getByText(like(lang, "config.versions.taken")).waitFor();
    const most = field(page, lang, nameOf(lang, "platform", "mostAutomaticRuns"));
    expect(await most.inputValue()).toBe("3");
    await office().look(page, `settings ${look.name}`);
    await save(page, lang);
    await saved(page, lang, "platform");
    expect((await stored("platform")).value).toMatchObject({
      mostAutomaticRuns: 3,
      drillTargets: ["drill-*"],
    });
  });

  it("offer no free text where a source of choices gives no answer, but its reason and a retry", async () => {
    await haveSecret();
    await store("prometheus", { servers: [] });
    const page = await office().page("grace", look);
    const problem = {
      code: "RATE_LIMITED",
      status: 429,
      title: "x",
      type: "x",
      requestId: "x",
      issues: [],
    };
    const body = JSON.stringify(problem);
    await page.route("**/api/secrets", (route) =>
      route.fulfill({ status: 429, body, contentType: "application/problem+json" }),
    );
    await open(page, look, "prometheus");
    await add(page, lang, nameOf(lang, "prometheus", "servers")).click();
    const blocked = page
      .getByRole("alert")
      .filter({ hasText: t(lang, "common.error.RATE_LIMITED") });
    await blocked.waitFor();
    expect(await page.getByRole("combobox").filter({ visible: true }).count()).toBe(0);
    await office().look(page, `settings source failed ${look.name}`);
    await page.unroute("**/api/secrets");
    await button(blocked, lang, "common.retry").click();
    await page.getByRole("combobox").first().click();
    await page.getByRole("option", { name: secret }).waitFor();
    await page.keyboard.press("Escape");
    await button(page, lang, "config.discard").click();
  });
});

it("are closed to whoever may not manage them", async () => {
  const [look] = looks;
  if (look === undefined) return;
  const page = await office().page("alice", look);
  for (const place of ["settings", "settings/platform", "secrets", "initialisation"]) {
    await page.goto(`/admin/${place}`);
    await heading(page, /./).waitFor();
    await page.getByText(t(look.lang, "common.noPermission.title")).waitFor();
  }
  await office().look(page, `settings closed ${look.name}`);
});
