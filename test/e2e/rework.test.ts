import { describe, expect, it } from "vitest";
import { looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, field, giveReason, openTicket, section } from "./support/screen.ts";
import { demoTemplate, like, t } from "./support/text.ts";
import { expenseValues } from "./support/values.ts";

const office = useOffice();

describe.each(looksOf("rework"))("requester of a returned ticket, $name", (look) => {
  const { lang } = look;

  it("edits and resubmits it, comments, urges once, and withdraws", async () => {
    const { api } = office();
    const page = await office().page("alice", look);
    const title = `Team lunch 团队聚餐 ${look.name}`;
    const { id } = await api.submit("alice", "Expense", title, expenseValues(300));
    await api.decide("bob", id, "return", "The amount is missing the tip 金额不含小费");
    await api.reach(id, "alice", ({ state }) => state === "returned");

    await openTicket(page, id, title);
    await page.getByText(t(lang, "ticket.waiting.youRequester")).waitFor();
    await office().look(page, `returned ${look.name}`);
    await page.getByRole("link", { name: t(lang, "ticket.action.editReturned") }).click();
    const note = page.getByRole("region", {
      name: t(lang, "form.edit.returned.by", { name: "Bob Martin" }),
    });
    await note.getByText("The amount is missing the tip 金额不含小费").waitFor();
    const { label } = demoTemplate("expense", lang);
    await field(page, lang, label("amount")).fill("345.5");
    await office().look(page, `edit returned ${look.name}`);
    await button(page, lang, "form.page.resubmit").click();
    await page.getByText(t(lang, "ticket.round", { round: 2 })).waitFor();
    const form = section(page, lang, "ticket.section.form");
    await form.getByText(t(lang, "ticket.form.changed"), { exact: true }).waitFor();
    await form.getByText(like(lang, "ticket.form.before")).first().waitFor();
    await section(page, lang, "ticket.section.history").waitFor();

    const comment = `Please today, thank you 请今天处理 ${look.name}`;
    await field(page, lang, t(lang, "ticket.comment.label")).fill(comment);
    await button(page, lang, "ticket.comment.send").click();
    const timeline = section(page, lang, "ticket.section.timeline");
    await timeline.getByText(comment).waitFor();

    await button(page, lang, "ticket.action.urge").click();
    await page.getByText(t(lang, "ticket.urge.done")).waitFor();
    await button(page, lang, "ticket.action.urge").click();
    await page.getByText(like(lang, "common.error.URGED_TOO_SOON")).first().waitFor();
    await office().look(page, `urged ${look.name}`);
    const { items } = await (await api.as("bob")).call("listNotices", { query: {} });
    expect(items.filter((one) => one.subject.id === id && one.kind === "task.urged")).toHaveLength(
      1,
    );

    await button(page, lang, "ticket.action.withdraw").click();
    await giveReason(page, "Paid by the company card", t(lang, "ticket.action.withdraw"));
    await page.getByText(like(lang, "ticket.ended.withdrawn")).first().waitFor();
    await office().look(page, `withdrawn ${look.name}`);
    expect((await api.ticket(id)).outcome).toBe("withdrawn");
  });
});
