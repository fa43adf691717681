import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Look, looksOf } from "./support/look.ts";
import { linkOf, mailTo } from "./support/mails.ts";
import { useOffice } from "./support/office.ts";
import {
  button,
  dialog,
  giveReason,
  goBy,
  heading,
  leave,
  openTicket,
  section,
} from "./support/screen.ts";
import { serverValues } from "./support/values.ts";
import { escape, like, t } from "./support/text.ts";

const office = useOffice();
const design = { field: "design", name: "design 设计.txt", content: "two nodes, one disk\n" };

function submit(title: string, hostname: string) {
  return office().api.submit("alice", "Server request", title, serverValues(hostname), design);
}

async function download(page: Page, name: string): Promise<string> {
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: new RegExp(escape(name)) }).click();
  const path = join(tmpdir(), `e2e-${process.pid}-download`);
  await (await started).saveAs(path);
  const content = await readFile(path, "utf8");
  await rm(path);
  return content;
}

/** The bell leads to the notice, the notice to the ticket. */
async function openByNotice(page: Page, look: Look, title: string): Promise<void> {
  await page.goto("/inbox");
  await goBy(page, look, "common.nav.notices");
  const text = t(look.lang, "notices.kind.task.assigned", { actor: "Alice Chen" });
  const notice = page.getByRole("link", { name: new RegExp(`${escape(text)}.*${escape(title)}`) });
  await notice.waitFor();
  await office().look(page, `notices ${look.name}`);
  await notice.click();
  await heading(page, title).waitFor();
}

describe.each(looksOf("approver"))("approver, $name", (look) => {
  const { lang } = look;
  const slug = look.name.toLowerCase().replaceAll(" ", "-");

  it("is told by notice and mail, reads everything, approves, and may undo it", async () => {
    const { api, product } = office();
    const page = await office().page("bob", look);
    const title = `Search cluster 搜索集群 ${look.name}`;
    const { id, number, version } = await submit(title, `search-${slug}`);
    const mail = await mailTo(product.mailUrl, "bob@demo.test", number ?? "");
    expect(mail.text).toContain(title);
    await openByNotice(page, look, title);

    // Opening the mail's link, as mail scanners do too, decides nothing.
    await page.goto(linkOf(mail));
    await heading(page, title).waitFor();
    expect((await api.ticket(id)).version).toBe(version);
    const form = section(page, lang, "ticket.section.form");
    await form.getByText(`search-${slug}`).waitFor();
    expect(await download(page, design.name)).toBe(design.content);
    await section(page, lang, "ticket.section.timeline")
      .getByText(t(lang, "ticket.event.ticket.submitted", { actor: "Alice Chen" }))
      .waitFor();
    await office().look(page, `approval ${look.name}`);

    await button(page, lang, "ticket.action.approve").click();
    await page
      .getByText(like(lang, "ticket.pending.approve", { number: number ?? "" }))
      .first()
      .waitFor();
    await office().look(page, `undo ${look.name}`);
    await button(page, lang, "common.undo").click();
    await page.getByText(t(lang, "ticket.pending.undone")).waitFor();
    expect((await api.ticket(id, "bob")).myTask).not.toBeNull();

    await button(page, lang, "ticket.action.approve").click();
    await page
      .getByText(t(lang, "ticket.pending.sent.approve", { number: number ?? "" }))
      .waitFor();
    await section(page, lang, "ticket.section.timeline")
      .getByText(t(lang, "ticket.event.task.approved", { actor: "Bob Martin" }))
      .waitFor();
    await api.reach(id, "alice", ({ phase }) => phase !== "approving");
  });

  it("returns with a reason from the inbox, and vetoes from the ticket", async () => {
    const { api } = office();
    const page = await office().page("bob", look);
    const back = await submit(`Cache without a size 缓存 ${look.name}`, `cache-${slug}`);
    const bad = await submit(`Game server 游戏服务器 ${look.name}`, `game-${slug}`);
    await page.goto("/inbox");
    await page.getByText(back.title).first().waitFor();
    await office().look(page, `inbox ${look.name}`);
    if (look.isPhone) {
      const name = `${t(lang, "ticket.action.return")} ${back.number}`;
      await page.getByRole("button", { name }).click();
    } else {
      await page.getByRole("button", { name: new RegExp(escape(back.title)) }).click();
      await page.getByRole("heading", { name: back.title, level: 2 }).waitFor();
      await button(page, lang, "ticket.action.return").click();
    }
    const box = dialog(page);
    await box.getByRole("button", { name: t(lang, "ticket.action.return"), exact: true }).click();
    await box.getByText(t(lang, "common.reasonMissing")).waitFor();
    await office().look(page, `return ${look.name}`);
    await giveReason(page, "The size is missing 缺少规格", t(lang, "ticket.action.return"));
    await leave(page);
    await api.reach(back.id, "alice", ({ state }) => state === "returned");

    await openTicket(page, bad.id, bad.title);
    await button(page, lang, "ticket.action.veto").click();
    await giveReason(page, "Not on company machines", t(lang, "ticket.action.veto"));
    await page
      .getByText(t(lang, "ticket.pending.sent.veto", { number: bad.number ?? "" }))
      .waitFor();
    await page.getByText(like(lang, "ticket.ended.vetoed")).first().waitFor();
    await office().look(page, `vetoed ${look.name}`);
    expect((await api.ticket(bad.id)).outcome).toBe("vetoed");

    await page.goto("/inbox?tab=done");
    await page.getByText(bad.title).first().waitFor();
    await office().look(page, `inbox done ${look.name}`);
  });
});
