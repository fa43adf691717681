import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Look, looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { clusterWork, openCluster, publishPlan, recovery } from "./support/run-plans.ts";
import { askFor, openRunStep, reachRun, sentence, shutRunStep } from "./support/runs.ts";
import { button, dialog, giveReason } from "./support/screen.ts";
import { like, t } from "./support/text.ts";

const office = useOffice();
let cluster: Awaited<ReturnType<typeof openCluster>>;
let deaf: Server;

beforeAll(async () => {
  cluster = await openCluster(office().api, "runs");
  // Takes the work and hangs up: nobody knows whether it was done.
  deaf = createServer((request) => request.socket.destroy()).listen(0, "127.0.0.1");
});
afterAll(async () => {
  deaf.close();
  await cluster.stop();
});

const slugOf = (what: string, { isPhone, lang }: Look) =>
  `${what}-${isPhone ? "phone" : "desktop"}-${lang.toLowerCase()}`;

async function startRun(source: string): Promise<string> {
  const { api } = office();
  const planId = await publishPlan(api, source);
  const body = { planId, reason: "INC-2042: 主机房断电 site one has no power" };
  return (await (await api.as("dave")).call("startOrder", { body })).id;
}

describe.each(looksOf("runs-care"))("a run that needs care, $name", (look) => {
  const { lang } = look;

  it("is approved by a colleague, confirmed part by part, forced, declined and cancelled", async () => {
    const slug = slugOf("site", look);
    const id = await startRun(recovery(`Core database 核心数据库切换 ${slug}`, slug));
    const jing = await office().page("chen.jing", look);
    await jing.goto("/orders?view=mine");
    await office().look(jing, `runs to approve ${look.name}`);
    // The notice leads to the run.
    await jing.goto("/notices");
    const notice = jing.getByRole("link", { name: new RegExp(slug) }).first();
    await notice.waitFor();
    await office().look(jing, `run notices ${look.name}`);
    await notice.click();
    await jing.waitForURL(new RegExp(`/orders/${id}`));
    await sentence(jing, lang, "orders.sentence.pendingApproval");
    await office().look(jing, `run to approve ${look.name}`);
    await askFor(jing, lang, "approve");
    await dialog(jing).getByText("INC-2042").waitFor();
    await office().look(jing, `run approve ${look.name}`);
    await button(dialog(jing), lang, "orderdeeds.approve.button").click();
    await sentence(jing, lang, "orders.sentence.confirm");

    const page = await office().page("dave", look);
    await page.goto(`/orders/${id}`);
    await sentence(page, lang, "orders.sentence.confirm");
    await office().look(page, `run part to confirm ${look.name}`);
    await page
      .getByRole("button", { name: t(lang, "orderdeeds.force.button") })
      .first()
      .click();
    await dialog(page).getByRole("textbox").waitFor();
    await office().look(page, `run force ${look.name}`);
    await giveReason(page, "No time 来不及", t(lang, "orderdeeds.force.button"));
    await page.getByText(t(lang, "orders.group.forced")).first().waitFor();
    await askFor(page, lang, "confirm");
    await button(dialog(page), lang, "orderdeeds.confirm.button").waitFor();
    await office().look(page, `run confirm part ${look.name}`);
    await button(dialog(page), lang, "orderdeeds.confirm.button").click();
    await reachRun(office().api, id, ({ nodes }) => nodes[2]?.state === "running");
    await page.getByText(like(lang, "orders.sentence.running")).first().waitFor();
    await office().look(page, `run part running ${look.name}`);

    // The other one's page follows: the second part waits for somebody.
    await reachRun(office().api, id, ({ nodes }) => nodes[3]?.state === "waiting_confirm");
    await sentence(page, lang, "orders.sentence.confirm");
    await askFor(page, lang, "decline");
    await giveReason(page, "Not before noon 中午之后再说", t(lang, "orderdeeds.decline.button"));
    await sentence(page, lang, "orders.sentence.declinedBy");
    await sentence(jing, lang, "orders.sentence.declinedBy");
    await office().look(page, `run declined ${look.name}`);
    await askFor(page, lang, "cancel");
    await giveReason(page, "Power is back 已恢复供电", t(lang, "orderdeeds.cancel.button"));
    await sentence(page, lang, "orders.sentence.ended.cancelled");
    await office().look(page, `run recovery ended ${look.name}`);
  });

  it("touches many targets, ends unknown, is cleared up and rolled back", async () => {
    const slug = slugOf("shop", look);
    const { port } = deaf.address() as AddressInfo;
    const name = `Web shop 商城扩容与预热 ${slug}`;
    const { deployments } = cluster;
    const id = await startRun(
      clusterWork(name, slug, deployments, `http://127.0.0.1:${port}/warm`),
    );
    const page = await office().page("dave", look);
    await page.goto(`/orders/${id}`);
    await askFor(page, lang, "confirm");
    await dialog(page).getByText("shop-search").first().waitFor();
    await office().look(page, `run confirm targets ${look.name}`);
    await button(dialog(page), lang, "orderdeeds.confirm.button").click();
    await openRunStep(page, look, 1);
    await page
      .getByRole("button", { name: /shop-search/ })
      .first()
      .waitFor();
    await office().look(page, `run targets running ${look.name}`);
    await reachRun(office().api, id, ({ nodes }) => nodes[1]?.state === "unknown");
    await office().look(page, `run targets done ${look.name}`);
    await shutRunStep(page, look);

    await sentence(page, lang, "orders.sentence.stuck.unknown");
    await openRunStep(page, look, 2);
    await office().look(page, `run unknown ${look.name}`);
    await shutRunStep(page, look);
    await askFor(page, lang, "settle");
    await office().look(page, `run settle ${look.name}`);
    await dialog(page)
      .getByRole("button", { name: t(lang, "orderdeeds.settle.fail") })
      .click();
    await giveReason(page, "The cache is cold 缓存未预热", t(lang, "orderdeeds.fail.button"));
    await sentence(page, lang, "orders.sentence.stuck.failed");
    await askFor(page, lang, "cancel");
    await giveReason(page, "Enough 到此为止", t(lang, "orderdeeds.cancel.button"));
    await sentence(page, lang, "orders.sentence.ended.cancelled");

    await askFor(page, lang, "rollback");
    await dialog(page)
      .getByText(t(lang, "orderdeeds.rollback.undo", { count: 1 }))
      .waitFor();
    await office().look(page, `run rollback ${look.name}`);
    await giveReason(page, "Load is gone 负载已回落", t(lang, "orderdeeds.rollback.button"));
    await sentence(page, lang, "orders.sentence.ended.rolled_back");
    await office().look(page, `run rolled back ${look.name}`);
    expect(cluster.deployment("shop-web")?.replicas).toBe(2);
  });
});
