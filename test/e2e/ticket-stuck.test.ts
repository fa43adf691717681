import { beforeAll, describe, it } from "vitest";
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
  openTicket,
  section,
} from "./support/screen.ts";
import { like, t } from "./support/text.ts";

const office = useOffice();
let templateId = "";

beforeAll(async () => {
  templateId = await publish(office().api, releaseTemplate("Release that gets stuck 受阻的发布"));
});

describe.each(looksOf("ticket-stuck"))("a ticket that cannot go on, $name", (look) => {
  const { lang } = look;

  it("is blocked with what is needed, calls for help, and goes on; a follower sees it", async () => {
    const { api } = office();
    const title = `No access 没有权限 ${look.name}`;
    const id = await submitRelease(api, templateId, title);
    const bob = await office().page("bob", look);
    await openTicket(bob, id, title);
    await button(bob, lang, "ticket.action.follow").click();
    await bob.getByText(t(lang, "ticket.follow.begun")).waitFor();
    await chooseMore(bob, lang, "ticket.action.block");
    const box = dialog(bob);
    await field(box, lang, t(lang, "ticket.dialog.block.label")).fill(
      "No firewall rule 无防火墙规则",
    );
    await field(box, lang, t(lang, "ticket.dialog.block.resource")).fill("Network 网络组");
    await button(box, lang, "ticket.action.block").click();
    const banner = section(bob, lang, "ticket.blocked.title");
    await banner.getByText("Network 网络组").waitFor();
    await chooseMore(bob, lang, "ticket.action.escalate");
    await giveReason(bob, "", t(lang, "ticket.action.escalate"));
    await banner.getByText(like(lang, "ticket.blocked.escalated")).waitFor();
    await office().look(bob, `blocked ${look.name}`);
    await chooseMore(bob, lang, "ticket.action.unblock");
    await giveReason(bob, "It is open now", t(lang, "ticket.action.unblock"));
    await banner.waitFor({ state: "hidden" });
    await bob.goto("/inbox?tab=following");
    await bob.getByText(title).filter({ visible: true }).first().waitFor();
    await office().look(bob, `following ${look.name}`);
  });

  it("an administrator reassigns a task and closes the ticket", async () => {
    const { api } = office();
    const title = `Stuck 卡住 ${look.name}`;
    const id = await submitRelease(api, templateId, title);
    const grace = await office().page("grace", look);
    await openTicket(grace, id, title);
    const name = `${t(lang, "ticket.action.reassign")}: Bob Martin`;
    await section(grace, lang, "ticket.section.chain").getByRole("button", { name }).click();
    await choosePerson(dialog(grace).getByRole("combobox"), "henry", "Henry Adams");
    await dialog(grace).getByRole("textbox").last().fill("Bob is ill");
    await button(dialog(grace), lang, "ticket.action.reassign").click();
    await grace.getByText(t(lang, "ticket.done.reassign", { name: "Henry Adams" })).waitFor();
    await chooseMore(grace, lang, "ticket.action.close");
    await giveReason(grace, "Not needed any more", t(lang, "ticket.action.close"));
    await api.reach(id, "alice", ({ outcome }) => outcome === "failed");
    await office().look(grace, `closed ${look.name}`);
  });
});
