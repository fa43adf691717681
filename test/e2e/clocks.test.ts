import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { desktopEnglish, phoneChinese } from "./support/look.ts";
import { Office } from "./support/office.ts";
import { startProduct } from "./support/product.ts";
import { openTicket, section } from "./support/screen.ts";
import { like, t } from "./support/text.ts";

/** The reminder comes after 4 minutes and the next level after 8: seconds at this pace. */
const timeScale = 60;
const hurried = `name: { en: Hurried, zh-CN: 加急 }
category: support
numberPrefix: FAST
form: { fields: [{ type: text, name: what, label: { en: What, zh-CN: 内容 }, required: true }] }
chain:
  - kind: approve
    id: leader
    name: { en: Department leader, zh-CN: 部门负责人 }
    who: [{ departmentLeader: { up: 0 } }]
    mode: any
    timeLimit: { minutes: 8, remindAt: 0.5, onTimeout: escalate }
`;

let product: Awaited<ReturnType<typeof startProduct>> | undefined;
let office: Office | undefined;

beforeAll(async () => {
  product = await startProduct({ timeScale });
  office = await Office.open(product);
});
afterAll(async () => {
  await office?.close();
  await product?.stop();
});

it("a ticket that nobody answers reminds, then goes one level up, and its page says so", async () => {
  if (office === undefined) throw new Error("beforeAll opened it");
  const { api } = office;
  const grace = await api.as("grace");
  const { id: templateId } = await grace.call("createTemplate", { body: { source: hurried } });
  await grace.call("publishTemplate", { params: { id: templateId } });
  const page = await office.page("alice", desktopEnglish);
  const title = "Badge for a visitor 访客证";
  const { id, waiting } = await api.submit("alice", "Hurried", title, { what: "today" });
  expect(waiting).toMatchObject({ then: "remind", people: [{ name: "Bob Martin" }] });

  await openTicket(page, id, title);
  await page
    .getByText(like("en", "ticket.waiting.approvalAt", { people: "Bob Martin" }))
    .first()
    .waitFor();
  const timeline = section(page, "en", "ticket.section.timeline");
  const says = (text: string) => timeline.getByText(text).first().waitFor({ timeout: 40_000 });
  await says(t("en", "ticket.event.task.reminded", { people: "Bob Martin" }));
  await says(t("en", "ticket.event.task.escalated", { people: "Erin Walsh" }));
  await office.look(page, "escalated desktop");

  const phone = await office.page("erin", phoneChinese);
  await phone.goto("/notices");
  await phone.getByText(t("zh-CN", "notices.kind.task.escalated")).first().waitFor();
  await openTicket(phone, id, title);
  await office.look(phone, "escalated phone");
  expect(inject("product").url).not.toBe(office.product.url);
  office.assertFaultless();
});
