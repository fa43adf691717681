import { beforeAll, describe, expect, it } from "vitest";
import { looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { publish, releaseTemplate, submitRelease } from "./support/release.ts";
import {
  button,
  chooseMore,
  choosePerson,
  dialog,
  field,
  giveReason,
  heading,
  leave,
  openTicket,
  section,
} from "./support/screen.ts";
import { t } from "./support/text.ts";

const office = useOffice();
let templateId = "";
const templateName = "Release with everything 全流程发布";

beforeAll(async () => {
  templateId = await publish(office().api, releaseTemplate(templateName));
});

/** A ticket at its parallel reviews. */
async function atReviews(title: string): Promise<string> {
  const { api } = office();
  const id = await submitRelease(api, templateId, title);
  await api.decide("bob", id, "approve");
  await api.reach(id, "carol", ({ myTask }) => myTask !== null);
  return id;
}

describe.each(looksOf("ticket-work"))("work on a ticket, $name", (look) => {
  const { lang } = look;

  it("the requester picks approvers; the chain is drawn with its ways", async () => {
    const alice = await office().page("alice", look);
    const title = `Pick and release 自选 ${look.name}`;
    await alice.goto(`/new/${templateId}`);
    await heading(alice, templateName).waitFor();
    await field(alice, lang, t(lang, "form.page.titleLabel")).fill(title);
    const what = lang === "en" ? "What changes" : "变更内容";
    await field(alice, lang, what).fill("Search 2.4");
    await button(alice, lang, "form.page.submit").click();
    const missing = t(lang, "form.choice.tooFew", { count: 1 });
    await alice.getByText(missing, { exact: true }).first().waitFor();
    await office().look(alice, `approvers missing ${look.name}`);

    const picked = t(lang, "form.choice.label", { step: lang === "en" ? "Picked" : "自选审批人" });
    await choosePerson(alice.getByLabel(picked), "henry", "Henry Adams");
    await alice.getByRole("radio", { name: "Frank Li" }).check();
    await button(alice, lang, "form.page.submit").click();
    await heading(alice, title).waitFor();
    const id = alice.url().split("/").at(-1) ?? "";
    const { choices } = await office().api.ticket(id);
    const { api } = office();
    expect(choices).toEqual({
      picked: [await api.userId("henry")],
      last: [await api.userId("frank")],
    });
    const chain = section(alice, lang, "ticket.section.chain");
    await chain.getByText(t(lang, "ticket.chain.parallel", { count: 2 })).waitFor();
    await chain
      .getByText(t(lang, "ticket.chain.votesNeeded", { needed: 2, of: 3 }), { exact: true })
      .waitFor();
    await chain.getByText("Henry Adams").waitFor();
    await office().look(alice, `parallel ways ${look.name}`);
  });

  it("an approver adds somebody before herself, takes her back, then hands the task on", async () => {
    const { api } = office();
    const title = `Add and transfer 加签 ${look.name}`;
    const id = await submitRelease(api, templateId, title);
    const bob = await office().page("bob", look);
    await openTicket(bob, id, title);
    await chooseMore(bob, lang, "ticket.action.add");
    await choosePerson(dialog(bob).getByRole("combobox"), "henry", "Henry Adams");
    await office().look(bob, `add approver ${look.name}`);
    await button(dialog(bob), lang, "ticket.action.add").click();
    const chain = section(bob, lang, "ticket.section.chain");
    const waits = t(lang, "ticket.chain.waitsFor", { people: "Henry Adams" });
    await chain.getByText(waits).waitFor();
    await office().look(bob, `held approver ${look.name}`);
    expect((await api.ticket(id, "bob")).myTask).toBeNull();

    const remove = `${t(lang, "ticket.action.remove")}: Henry Adams`;
    await chain.getByRole("button", { name: remove }).click();
    await giveReason(bob, "", t(lang, "ticket.action.remove"));
    await bob.getByText(t(lang, "ticket.done.remove", { name: "Henry Adams" })).waitFor();

    await chooseMore(bob, lang, "ticket.action.transfer");
    await choosePerson(dialog(bob).getByRole("combobox"), "erin", "Erin Walsh");
    await dialog(bob).getByRole("textbox").last().fill("I am away 我外出");
    await button(dialog(bob), lang, "ticket.action.transfer").click();
    await bob.getByText(t(lang, "ticket.done.transfer", { name: "Erin Walsh" })).waitFor();
    expect((await api.ticket(id)).waiting?.people[0]?.name).toBe("Erin Walsh");
  });

  it("asks for the field a step must fill, and shows what an approver changed", async () => {
    const { api } = office();
    const title = `Fill in the plan 补充方案 ${look.name}`;
    const id = await atReviews(title);
    const carol = await office().page("carol", look);
    await openTicket(carol, id, title);
    await button(carol, lang, "ticket.action.approve").click();
    const plan = lang === "en" ? "Rollback plan" : "回退方案";
    const hosts = lang === "en" ? "Hosts" : "主机数";
    await field(carol, lang, plan).waitFor();
    expect((await api.ticket(id, "carol")).myTask).not.toBeNull();
    await field(carol, lang, hosts).fill("8");
    await field(carol, lang, plan).fill("Switch back 切回旧版");
    await office().look(carol, `edit in place ${look.name}`);

    // Somebody else on the panel is faster: what was typed stays, and is saved on the new page.
    const { myTask, seen } = await api.ticket(id, "erin");
    const params = { id: myTask?.id ?? "" };
    const body = { values: { plan: "Erin's plan" }, seen };
    await (await api.as("erin")).call("changeTaskForm", { params, body });
    await button(carol, lang, "ticket.edit.save").click();
    await carol.getByText(t(lang, "ticket.edit.stale")).waitFor();
    expect(await field(carol, lang, plan).inputValue()).toBe("Switch back 切回旧版");
    await button(carol, lang, "ticket.edit.save").click();
    await carol.getByText(t(lang, "ticket.edit.saved")).waitFor();

    const timeline = section(carol, lang, "ticket.section.timeline");
    const entry = timeline.getByRole("listitem").filter({ hasText: "Erin's plan" }).last();
    await entry.getByText("Switch back 切回旧版").waitFor();
    await entry.locator("ins").filter({ hasText: /8$/ }).waitFor();
    const form = section(carol, lang, "ticket.section.form");
    await button(form, lang, "ticket.form.asSubmitted").click();
    await form.getByText("Switch back 切回旧版").waitFor({ state: "hidden" });
    await button(form, lang, "ticket.form.asChanged").click();
    await form.getByText("Switch back 切回旧版").waitFor();
    await office().look(carol, `changed form ${look.name}`);
    await button(carol, lang, "ticket.action.approve").click();
    await leave(carol);
    await api.reach(id, "carol", ({ myTask: mine }) => mine === null);
  });

  it("returns to a passed step, which is asked again", async () => {
    const { api } = office();
    const title = `Back to the lead 退回组长 ${look.name}`;
    const id = await atReviews(title);
    const carol = await office().page("carol", look);
    await openTicket(carol, id, title);
    await button(carol, lang, "ticket.action.return").click();
    const box = dialog(carol);
    await box.getByRole("radio", { name: t(lang, "ticket.dialog.return.steps") }).check();
    await box.getByRole("checkbox", { name: lang === "en" ? "Team lead" : "组长审批" }).check();
    await box.getByRole("textbox").fill("Who tested it 谁测试过");
    await office().look(carol, `return to a step ${look.name}`);
    await button(box, lang, "ticket.action.return").click();
    await leave(carol);
    await api.reach(id, "bob", ({ myTask }) => myTask !== null);
    await openTicket(carol, id, title);
    const chain = section(carol, lang, "ticket.section.chain");
    await chain.getByText(t(lang, "ticket.chain.again")).first().waitFor();
    await office().look(carol, `asked again ${look.name}`);
  });
});
