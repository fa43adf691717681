import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { InitEntity } from "#shared/setting/init-entity.ts";
import { initTasks } from "#shared/setting/init-tasks.ts";
import { type Look, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, dialog, field, goBy } from "./support/screen.ts";
import { like, t } from "./support/text.ts";

const office = useOffice();
const canary = "xQ7-never-shown-again";

async function open(page: Page, look: Look, tab: "secrets" | "initialisation"): Promise<void> {
  const { lang } = look;
  await page.goto("/inbox");
  await goBy(page, look, "common.nav.admin");
  const tabs = page.getByRole("navigation", { name: t(lang, "admin.tabs.label") });
  await tabs.getByRole("link", { name: t(lang, `admin.tabs.${tab}`), exact: true }).click();
}
const card = (page: Page, name: string) => page.getByRole("article", { name, exact: true });

const failure =
  "ProvisionedThroughputExceededException: The level of configured throughput was exceeded.";

/** Leaves a task as one that could not be done; nobody can bring that about from outside. */
async function leaveFailed(task: string, error: string): Promise<void> {
  const { dynamodb: endpoint, table } = office().product;
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  await InitEntity.patch({ task }).set({ state: "failed", error }).go({ client, table });
  client.destroy();
}

/** Everything the browser was answered while something was done. */
async function answersOf(page: Page, deed: () => Promise<void>): Promise<string> {
  const answers: Promise<string>[] = [];
  const keep = (response: { url: () => string; text: () => Promise<string> }) => {
    if (response.url().includes("/api/")) answers.push(response.text().catch(() => ""));
  };
  page.on("response", keep);
  await deed();
  page.off("response", keep);
  return (await Promise.all(answers)).join("\n");
}

describe.each(looksOf("secrets"))("secrets, $name", (look) => {
  const { lang } = look;
  const name = `db-${look.isPhone ? "phone" : "desktop"}-${lang.toLowerCase()}`;

  it("are added, given new values and taken out of use, and never shown again", async () => {
    const page = await office().page("grace", look);
    await open(page, look, "secrets");
    await office().look(page, `secrets before ${look.name}`);
    await button(page, lang, "secrets.add").click();
    const box = dialog(page);
    await field(box, lang, t(lang, "secrets.dialog.name")).fill("Not A Name");
    const value = field(box, lang, t(lang, "secrets.dialog.value"));
    await value.fill(" short");
    await button(box, lang, "common.add").click();
    await box.getByText(t(lang, "secrets.fault.too_small")).first().waitFor();
    await office().look(page, `secret with faults ${look.name}`);
    await field(box, lang, t(lang, "secrets.dialog.name")).fill(name);
    await field(box, lang, t(lang, "secrets.dialog.description")).fill("Database of the walk");
    await value.fill(`${canary}\n`);
    await button(box, lang, "secrets.dialog.trim").click();
    expect(await value.inputValue()).toBe(canary);
    const answers = await answersOf(page, async () => {
      await button(box, lang, "common.add").click();
      await page.getByText(t(lang, "secrets.created", { name })).waitFor();
      await button(card(page, name), lang, "secrets.newValue").click();
      await value.fill(`${canary}-2`);
      await button(box, lang, "common.save").click();
      await page.getByText(t(lang, "secrets.valueSet", { name, number: 2 })).waitFor();
      await page.reload();
      await card(page, name)
        .getByText(like(lang, "secrets.newest", { number: 2 }))
        .click();
      await card(page, name)
        .getByText(t(lang, "secrets.versionRow", { number: 1 }))
        .waitFor();
    });
    expect(answers).toContain(name);
    expect(answers).not.toContain(canary);
    expect(await page.content()).not.toContain(canary);
    await button(card(page, name), lang, "secrets.deactivate").click();
    await button(dialog(page), lang, "secrets.deactivate").click();
    await card(page, name).getByText(t(lang, "secrets.inactiveHelp")).waitFor();
    await office().look(page, `secrets ${look.name}`);
    await button(card(page, name), lang, "secrets.activate").click();
    await button(dialog(page), lang, "secrets.activate").click();
    await page.getByText(t(lang, "secrets.activated", { name })).waitFor();
  });

  it("say where they are used, are kept while they are, and deleted by their name", async () => {
    const grace = await office().api.as("grace");
    const params = { group: "prometheus" };
    const { version } = await grace.call("getSetting", { params });
    const servers = [{ name: "walk", url: "https://prometheus.test", token: { secret: name } }];
    await grace.call("updateSetting", { params, body: { version, value: { servers } } });
    const page = await office().page("grace", look);
    await open(page, look, "secrets");
    await card(page, name).getByRole("link", { name: "Prometheus" }).waitFor();
    await button(card(page, name), lang, "secrets.delete").click();
    await dialog(page).getByText(t(lang, "secrets.inUse")).waitFor();
    await office().look(page, `secret in use ${look.name}`);
    await dialog(page)
      .getByRole("button", { name: t(lang, "common.close") })
      .first()
      .click();
    const body = { version: version + 1, value: { servers: [] } };
    await grace.call("updateSetting", { params, body });
    await page.reload();
    await button(card(page, name), lang, "secrets.delete").click();
    const typed = field(dialog(page), lang, t(lang, "secrets.deleteType"));
    await typed.fill("another");
    await button(dialog(page), lang, "secrets.delete").click();
    await dialog(page).getByText(t(lang, "secrets.deleteMismatch")).waitFor();
    await office().look(page, `secret to delete ${look.name}`);
    await typed.fill(name);
    await button(dialog(page), lang, "secrets.delete").click();
    await page.getByText(t(lang, "secrets.deleted", { name })).waitFor();
    await card(page, name).waitFor({ state: "hidden" });
    await button(page, lang, "secrets.add").click();
    await field(dialog(page), lang, t(lang, "secrets.dialog.name")).fill(name);
    await field(dialog(page), lang, t(lang, "secrets.dialog.value")).fill(canary);
    await button(dialog(page), lang, "common.add").click();
    await dialog(page).getByText(t(lang, "secrets.fault.taken")).first().waitFor();
  });
});

describe.each(looksOf("secrets"))("initialisation, $name", (look) => {
  const { lang } = look;

  it("shows what this release did once, when, and what came of it", async () => {
    const page = await office().page("grace", look);
    await open(page, look, "initialisation");
    for (const { name, strategy } of initTasks) {
      const task = card(page, name[lang]);
      await task.getByText(t(lang, "common.state.init.done"), { exact: true }).waitFor();
      await task.getByText(t(lang, `initialisation.strategy.${strategy}`)).waitFor();
    }
    await office().look(page, `initialisation ${look.name}`);
  });

  it("offers to run again what failed, and says what came of that", async () => {
    await leaveFailed("switches", failure);
    const page = await office().page("grace", look);
    await open(page, look, "initialisation");
    const name = initTasks.find(({ code }) => code === "switches")?.name[lang] ?? "";
    await card(page, name).getByText(failure).waitFor();
    await office().look(page, `initialisation failed ${look.name}`);
    await card(page, name).getByRole("button").click();
    await page.getByText(t(lang, "initialisation.done", { name })).waitFor();
    await card(page, name).getByText(t(lang, "initialisation.unchanged")).waitFor();
    expect(await card(page, name).getByText(failure).count()).toBe(0);
  });
});
