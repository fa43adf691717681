import { beforeAll, describe, expect, it } from "vitest";
import { looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { publishPlan, saveSetting, scaleOut, steering } from "./support/run-plans.ts";
import { askFor, reachRun, runId, sentence } from "./support/runs.ts";
import { button, dialog, field, giveReason, heading } from "./support/screen.ts";
import { like, t } from "./support/text.ts";

const office = useOffice();
beforeAll(() =>
  saveSetting(office().api, "aws", { accounts: [{ name: "main", region: "eu-central-1" }] }),
);

describe.each(looksOf("runs-guard"))("what keeps a run back, $name", (look) => {
  const { lang } = look;
  const slugOf = (what: string) =>
    `${what}-${look.isPhone ? "phone" : "desktop"}-${lang.toLowerCase()}`;

  it("another run that holds the key: the page looks again and keeps what was typed", async () => {
    const dave = await office().api.as("dave");
    const slug = slugOf("held");
    const name = `Web shop – scale out 商城扩容 ${slug}`;
    const planId = await publishPlan(office().api, scaleOut(name, slug));
    const { id } = await dave.call("startOrder", { body: { planId } });

    const page = await office().page("dave", look);
    await page.goto(`/plans/${planId}/start`);
    await page.getByText(t(lang, "orderstart.hindrance.held")).waitFor();
    await office().look(page, `run start held ${look.name}`);
    const start = button(page, lang, "orderstart.button.run");
    expect(await start.isDisabled()).toBe(true);
    const reason = field(page, lang, t(lang, "orderstart.reason"));
    await reason.fill("INC-2043: 再来一次 once more");
    const params = { id };
    await dave.call("cancelOrder", { params, body: { reason: "Make room" } });
    await page
      .getByText(t(lang, "orderstart.hindrance.held"))
      .waitFor({ state: "hidden", timeout: 40_000 });
    expect(await reason.inputValue()).toBe("INC-2043: 再来一次 once more");
    expect(await start.isEnabled()).toBe(true);
  });

  it("a step of high risk: its number is typed before the start, and again before the step", async () => {
    const slug = slugOf("risk");
    const name = `Traffic 流量切换 ${slug}`;
    const planId = await publishPlan(office().api, steering(name, slug));
    const page = await office().page("dave", look);
    await page.goto(`/plans/${planId}/start`);
    await heading(page, name).waitFor();
    await button(page, lang, "orderstart.button.run").click();
    await page
      .getByText(t(lang, "orderstart.fault.count", { count: 1 }))
      .first()
      .waitFor();
    const count = field(page, lang, t(lang, "orderstart.count", { count: 1 }));
    await count.scrollIntoViewIfNeeded();
    await office().look(page, `run start risky ${look.name}`);
    await count.fill("1");
    await button(page, lang, "orderstart.button.run").click();
    await runId(page);

    await sentence(page, lang, "orders.sentence.confirm");
    await askFor(page, lang, "confirm");
    const box = dialog(page);
    const typed = field(box, lang, t(lang, "orderdeeds.confirm.countOne"));
    await typed.fill("2");
    await button(box, lang, "orderdeeds.confirm.button").click();
    await box.getByText(t(lang, "orderdeeds.confirm.countFault", { count: 1 })).waitFor();
    await typed.scrollIntoViewIfNeeded();
    await office().look(page, `run confirm risky ${look.name}`);
    await typed.fill("1");
    await button(box, lang, "orderdeeds.confirm.button").click();
    await page.getByText(t(lang, "orderdeeds.confirm.done")).waitFor();
    // There is no such account behind it: what the platform notes of that is shown.
    await page
      .getByText(like(lang, "orders.error"))
      .or(page.getByText(like(lang, "orders.sentence.stuck.failed")))
      .first()
      .waitFor({ timeout: 90_000 });
    await office().look(page, `run risky failed ${look.name}`);
  });

  it("a critical step is left out only when a second person agrees", async () => {
    const { api } = office();
    const slug = slugOf("two");
    const planId = await publishPlan(api, scaleOut(`Web shop – scale out 商城扩容 ${slug}`, slug));
    const dave = await api.as("dave");
    const url = `${office().product.url}/_demo/provisioner/servers`;
    const body = { planId, parameters: { tell: { url } } };
    const { id } = await dave.call("startOrder", { body });
    await reachRun(api, id, ({ state }) => state === "waiting_confirm");
    const params = { id, seq: 1 };
    const { hash: seen } = await dave.call("getGate", { params });
    await dave.call("confirmNode", { params, body: { seen } });
    await reachRun(api, id, ({ nodes }) => nodes[1]?.state === "failed");

    const page = await office().page("dave", look);
    await page.goto(`/orders/${id}`);
    await askFor(page, lang, "skip");
    await dialog(page).getByText(t(lang, "orderdeeds.skip.second")).waitFor();
    await giveReason(page, "One is enough 一台足够", t(lang, "orderdeeds.skip.button"));
    await sentence(page, lang, "orders.sentence.skipAsked");
    await office().look(page, `run skip asked ${look.name}`);
    const jing = await office().page("chen.jing", look);
    await jing.goto(`/orders/${id}`);
    await askFor(jing, lang, "skip");
    await dialog(jing).getByText("One is enough 一台足够").waitFor();
    await office().look(jing, `run skip second ${look.name}`);
    await giveReason(jing, "Agreed 同意", t(lang, "orderdeeds.skip.button"));
    await sentence(page, lang, "orders.sentence.ended.partially_succeeded", { count: 1 });
    await office().look(page, `run succeeded in part ${look.name}`);
  });

  it("a dry run of the demo's disaster recovery begins without approval", async () => {
    const { api } = office();
    const dave = await api.as("dave");
    const query = { q: "", limit: 100 };
    const { items } = await dave.call("listPlans", { query });
    const plan = items.find(({ name }) => name.en.startsWith("Core database - switch"));
    const page = await office().page("dave", look);
    await page.goto(`/plans/${plan?.id ?? ""}/start`);
    await heading(page, plan?.name[lang] ?? "").waitFor();
    const mode = t(lang, "orderstart.modes.dry_run");
    await page.getByRole("radio", { name: new RegExp(`^${mode}`) }).check();
    await page.getByText(t(lang, "orderstart.approval.dryRun")).waitFor();
    await office().look(page, `run start rehearsal ${look.name}`);
    await button(page, lang, "orderstart.button.dry_run").click();
    await runId(page);
    // Its parts are confirmed as in earnest; nobody approved it before.
    await sentence(page, lang, "orders.sentence.confirm");
    await page.getByText(t(lang, "orders.mode.dry_run"), { exact: true }).first().waitFor();
    await office().look(page, `run rehearsed ${look.name}`);
  });
});
