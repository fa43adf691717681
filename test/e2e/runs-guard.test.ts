import { beforeAll, describe, expect, it } from "vitest";
import { looks } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { publishPlan, saveSetting, scaleOut, steering } from "./support/run-plans.ts";
import { askFor, runId, sentence } from "./support/runs.ts";
import { button, dialog, field, heading } from "./support/screen.ts";
import { like, t } from "./support/text.ts";

const office = useOffice();
beforeAll(() =>
  saveSetting(office().api, "aws", { accounts: [{ name: "main", region: "eu-central-1" }] }),
);

describe.each(looks)("what keeps a run back, $name", (look) => {
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
});
