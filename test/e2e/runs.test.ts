import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Look, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { publishPlan, scaleOut } from "./support/run-plans.ts";
import {
  askFor,
  openRunStep,
  reachRun,
  runId,
  sentence,
  showPanel,
  shutRunStep,
} from "./support/runs.ts";
import { button, dialog, field, giveReason, heading, radio } from "./support/screen.ts";
import { escape, like, t } from "./support/text.ts";

const office = useOffice();

function named(look: Look, what: string) {
  const slug = `${what}-${look.isPhone ? "phone" : "desktop"}-${look.lang.toLowerCase()}`;
  return { slug, name: `Web shop – scale out 商城扩容 ${slug}` };
}

/** Starts the plan in the wizard: told first what is missing. */
async function start(page: Page, { lang, name }: Look, plan: { id: string; name: string }) {
  await page.goto(`/plans/${plan.id}/start`);
  await heading(page, plan.name).waitFor();
  await office().look(page, `run start ${name}`);
  await button(page, lang, "orderstart.button.run").click();
  const address = field(page, lang, { en: "Address", "zh-CN": "地址" }[lang]);
  await expect.poll(() => address.getAttribute("aria-invalid")).toBe("true");
  await office().look(page, `run start missing ${name}`);
  await address.fill(`${office().product.url}/_demo/provisioner/servers`);
  await field(page, lang, t(lang, "orderstart.reason")).fill("INC-2041: 下单排队 checkout is slow");
  await button(page, lang, "orderstart.button.run").click();
  return runId(page);
}

describe.each(looksOf("runs"))("a run, $name", (look) => {
  const { lang } = look;

  it("is started, confirmed, paused, retried and ends; its evidence is kept; it is run again", async () => {
    const { api } = office();
    const { slug, name } = named(look, "walk");
    const planId = await publishPlan(api, scaleOut(name, slug));
    const page = await office().page("dave", look);
    const id = await start(page, look, { id: planId, name });

    await sentence(page, lang, "orders.sentence.confirm");
    await office().look(page, `run waits for confirmation ${look.name}`);
    await askFor(page, lang, "confirm");
    await dialog(page).getByText("x-reason").first().waitFor();
    await office().look(page, `run confirm ${look.name}`);
    await button(dialog(page), lang, "orderdeeds.confirm.button").click();
    await page.getByText(t(lang, "orderdeeds.confirm.done")).waitFor();
    await sentence(page, lang, "orders.sentence.running");
    await office().look(page, `run running ${look.name}`);
    await askFor(page, lang, "pause");
    await sentence(page, lang, "orders.sentence.pausedBy");
    await office().look(page, `run paused ${look.name}`);
    await askFor(page, lang, "resume");

    // Nobody loads the page again: it follows the run.
    await sentence(page, lang, "orders.sentence.stuck.failed");
    await openRunStep(page, look, 2);
    await office().look(page, `run failed step ${look.name}`);
    await shutRunStep(page, look);
    await askFor(page, lang, "retry");
    await office().look(page, `run retry ${look.name}`);
    await giveReason(page, "Quota was raised 配额已提升", t(lang, "orderdeeds.retry.button"));
    await sentence(page, lang, "orders.sentence.ended.succeeded");
    await office().look(page, `run succeeded ${look.name}`);
    await showPanel(page, lang, "timeline");
    await page.getByText("Quota was raised 配额已提升").waitFor();
    await office().look(page, `run timeline ${look.name}`);
    await showPanel(page, lang, "facts");
    await office().look(page, `run facts ${look.name}`);
    await evidence(page, look, id);
    await again(page, look, name);
  });

  it("waits for a value that nobody gave, and is cancelled", async () => {
    const { api } = office();
    const { slug, name } = named(look, "fill");
    const planId = await publishPlan(api, scaleOut(name, slug));
    const dave = await api.as("dave");
    const { id } = await dave.call("startOrder", { body: { planId } });
    const page = await office().page("dave", look);
    await page.goto("/orders");
    await office().look(page, `runs attention ${look.name}`);
    await page.goto(`/orders/${id}`);
    await sentence(page, lang, "orders.sentence.waitingParams", { count: 1 });
    await office().look(page, `run waits for a value ${look.name}`);
    await askFor(page, lang, "fill");
    await page.waitForURL(/\/fill$/);
    await button(page, lang, "orderdeeds.fill.send").click();
    const address = field(page, lang, { en: "Address", "zh-CN": "地址" }[lang]);
    await expect.poll(() => address.getAttribute("aria-invalid")).toBe("true");
    await office().look(page, `run fill ${look.name}`);
    await address.fill(`${office().product.url}/_demo/provisioner/servers`);
    await button(page, lang, "orderdeeds.fill.send").click();
    await sentence(page, lang, "orders.sentence.confirm");
    await askFor(page, lang, "cancel");
    await office().look(page, `run cancel ${look.name}`);
    await giveReason(page, "The load went down 负载已回落", t(lang, "orderdeeds.cancel.button"));
    await sentence(page, lang, "orders.sentence.ended.cancelled");
    await office().look(page, `run cancelled ${look.name}`);
    await page.goto("/orders?view=ended");
    await page.getByText(name).filter({ visible: true }).first().waitFor();
    await office().look(page, `runs ended ${look.name}`);
  });

  it("is started behind broken glass and reviewed by its owner", async () => {
    const { api } = office();
    const { slug, name } = named(look, "glass");
    const planId = await publishPlan(api, scaleOut(name, slug));
    const bob = await office().page("bob", look);
    await bob.goto(`/plans/${planId}/start`);
    await bob.getByText(t(lang, "orderstart.glass.only")).waitFor();
    const address = field(bob, lang, { en: "Address", "zh-CN": "地址" }[lang]);
    await address.fill(`${office().product.url}/_demo/provisioner/servers`);
    await button(bob, lang, "orderstart.button.run").click();
    await bob.getByText(t(lang, "orderstart.fault.reason")).first().waitFor();
    await office().look(bob, `run start glass ${look.name}`);
    await field(bob, lang, t(lang, "orderstart.reason")).fill(
      "Nobody answers at night 夜间无人应答",
    );
    await button(bob, lang, "orderstart.button.run").click();
    const id = await runId(bob);
    await bob.getByText(like(lang, "orders.sentence.reviewOpen")).waitFor();
    await office().look(bob, `run glass ${look.name}`);

    const page = await office().page("dave", look);
    await page.goto("/orders?view=mine");
    const link = page
      .getByRole("link", { name: new RegExp(escape(name)) })
      .filter({ visible: true });
    await link.first().waitFor();
    await office().look(page, `runs mine ${look.name}`);
    await link.first().click();
    await askFor(page, lang, "review");
    await button(dialog(page), lang, "orderdeeds.review.button").click();
    await dialog(page).getByText(t(lang, "orderdeeds.review.choose")).waitFor();
    await office().look(page, `run review ${look.name}`);
    await radio(dialog(page), t(lang, "orderdeeds.review.justified")).check();
    await giveReason(page, "The pager was down 寻呼故障", t(lang, "orderdeeds.review.button"));
    await page.getByText(like(lang, "orders.sentence.review.justified")).first().waitFor();
    await reachRun(api, id, ({ review }) => review?.isJustified === true);
  });
});

async function evidence(page: Page, { lang, name }: Look, id: string): Promise<void> {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: t(lang, "orders.evidence.json"), exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${id}.json`);
  const path = join(tmpdir(), `e2e-${process.pid}-evidence`);
  await file.saveAs(path);
  expect(await readFile(path, "utf8")).toContain("INC-2041");
  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: t(lang, "orders.evidence.page"), exact: true }).click();
  const paper = await opened;
  await paper.getByText("INC-2041").first().waitFor();
  await office().look(paper, `run evidence ${name}`);
  await paper.close();
}

/** The same once more, at an hour; then somebody thinks better of it. */
async function again(page: Page, look: Look, name: string): Promise<void> {
  const { lang } = look;
  await page.getByRole("link", { name: t(lang, "orders.again.button"), exact: true }).click();
  await page.getByText(like(lang, "orderstart.again")).waitFor();
  await radio(page, t(lang, "orderstart.later")).check();
  await page
    .getByRole("radio", { name: new RegExp(`^${t(lang, "orderstart.modes.drill")}`) })
    .check();
  await office().look(page, `run again ${look.name}`);
  await button(page, lang, "orderstart.button.later").click();
  await sentence(page, lang, "orders.sentence.scheduled");
  await heading(page, name).waitFor();
  await office().look(page, `run scheduled ${look.name}`);
  await askFor(page, lang, "cancel");
  await giveReason(page, "Not needed 不需要了", t(lang, "orderdeeds.cancel.button"));
  await sentence(page, lang, "orders.sentence.ended.cancelledBefore");
}
