import { describe, expect, it } from "vitest";
import { looksOf } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import {
  button,
  choosePerson,
  dialog,
  field,
  leave,
  openTicket,
  section,
} from "./support/screen.ts";
import { escape, t } from "./support/text.ts";
import { expenseValues, leaveValues, serverValues } from "./support/values.ts";

const office = useOffice();
const receipt = { field: "receipts", name: "invoice.txt", content: "CNY 6,800\n" };

function anyOneOf(name: string): string {
  return `name: { en: "${name}", zh-CN: "${name}" }
category: support
numberPrefix: ANY
form: { fields: [{ type: text, name: what, label: { en: What, zh-CN: 内容 }, required: true }] }
chain:
  - kind: approve
    id: either
    name: { en: Either of two, zh-CN: 任一人 }
    who: [{ users: [bob@demo.test, carol@demo.test] }]
    mode: any
`;
}

async function publish(source: string): Promise<void> {
  const grace = await office().api.as("grace");
  const { id } = await grace.call("createTemplate", { body: { source } });
  await grace.call("publishTemplate", { params: { id } });
}

async function lendAgain(): Promise<string> {
  const { api } = office();
  const delegateId = await api.userId("henry");
  const body = { delegateId, from: new Date().toISOString(), to: "2099-06-01T00:00:00.000Z" };
  return (await (await api.as("bob")).call("createDelegation", { body })).id;
}

describe.each(looksOf("modes"))("ways to decide, $name", (look) => {
  const { lang } = look;

  it("all: the ticket goes on only when everybody agreed", async () => {
    const { api } = office();
    const title = `Conference 技术大会 ${look.name}`;
    const { id } = await api.submit("alice", "Expense", title, expenseValues(6800), receipt);
    await api.decide("bob", id, "approve");
    await api.reach(id, "carol", ({ myTask }) => myTask !== null);

    const carol = await office().page("carol", look);
    await openTicket(carol, id, title);
    const chain = section(carol, lang, "ticket.section.chain").filter({ visible: true });
    await chain.getByText(t(lang, "ticket.chain.mode.all")).waitFor();
    await office().look(carol, `all of them ${look.name}`);
    await button(carol, lang, "ticket.action.approve").click();
    await leave(carol);
    const half = await api.reach(id, "alice", ({ waiting }) => waiting?.people.length === 1);
    expect(half.waiting?.people[0]?.name).toBe("周敏");

    const zhou = await office().page("zhou.min", look);
    await openTicket(zhou, id, title);
    await button(zhou, lang, "ticket.action.approve").click();
    await leave(zhou);
    await api.reach(id, "alice", ({ outcome }) => outcome === "approved");
  });

  it("in sequence: the second is asked when the first has agreed", async () => {
    const { api } = office();
    const title = `Long leave 年假 ${look.name}`;
    const values = leaveValues(6, await api.userId("henry"));
    const { id, waiting } = await api.submit("alice", "Leave", title, values);
    expect(waiting?.people.map(({ name }) => name)).toEqual(["Bob Martin"]);
    const bob = await office().page("bob", look);
    await openTicket(bob, id, title);
    const chain = section(bob, lang, "ticket.section.chain").filter({ visible: true });
    await chain.getByText(t(lang, "ticket.chain.mode.sequence")).waitFor();
    await button(bob, lang, "ticket.action.approve").click();
    await leave(bob);

    await api.reach(id, "erin", ({ myTask }) => myTask !== null);
    const erin = await office().page("erin", look);
    await openTicket(erin, id, title);
    await button(erin, lang, "ticket.action.approve").click();
    await leave(erin);
    await api.reach(id, "alice", ({ outcome }) => outcome === "approved");
  });

  it("any one: whoever comes second is told who was faster", async () => {
    const { api } = office();
    const name = `Either ${look.name}`;
    await publish(anyOneOf(name));
    const { id, number, title } = await api.submit("alice", name, `Race ${look.name}`, {
      what: "x",
    });
    const carol = await office().page("carol", look);
    await openTicket(carol, id, title);
    await button(carol, lang, "ticket.action.approve").click();
    await api.decide("bob", id, "approve");
    const values = { name: "Bob Martin", number: number ?? "" };
    await carol.getByText(t(lang, "ticket.pending.lost.approved", values)).waitFor();
    await office().look(carol, `second approver ${look.name}`);
    const { tasks } = await api.ticket(id);
    expect(tasks.map(({ state }) => state).toSorted()).toEqual(["approved", "void"]);
  });

  it("a delegate decides for somebody who is away", async () => {
    const { api } = office();
    const bob = await office().page("bob", look);
    await bob.goto("/settings");
    await button(bob, lang, "settings.delegation.add").click();
    const box = dialog(bob);
    const who = field(box, lang, t(lang, "settings.delegation.who"));
    await choosePerson(who, "henry", "Henry Adams");
    await field(box, lang, t(lang, "settings.delegation.to")).fill("2099-01-01T18:00");
    await office().look(bob, `delegation ${look.name}`);
    await button(box, lang, "settings.delegation.add").click();
    await bob.getByText(t(lang, "settings.delegation.created", { name: "Henry Adams" })).waitFor();
    await office().look(bob, `settings ${look.name}`);

    // A second one for the same time must not show everything twice.
    const again = await lendAgain();
    const title = `While Bob is away 代理 ${look.name}`;
    const values = serverValues(`away-${look.name.toLowerCase().replaceAll(" ", "-")}`);
    const { id } = await api.submit("alice", "Server request", title, values);
    const henry = await office().page("henry", look);
    await henry.goto("/inbox");
    await henry
      .getByText(t(lang, "inbox.onBehalfOf", { name: "Bob Martin" }))
      .first()
      .waitFor();
    const list = henry.getByRole("list", { name: t(lang, "inbox.list") });
    expect(await list.getByText(title).count()).toBe(1);
    await openTicket(henry, id, title);
    await button(henry, lang, "ticket.action.approve").click();
    await leave(henry);
    const decided = await api.reach(id, "alice", ({ phase }) => phase !== "approving");
    expect(decided.tasks[0]?.actedBy?.name).toBe("Henry Adams");
    await openTicket(henry, id, title);
    await henry.getByText(t(lang, "ticket.onBehalfOf", { name: "Bob Martin" })).waitFor();

    await (await api.as("bob")).call("deleteDelegation", { params: { id: again } });
    await bob.reload();
    const end = new RegExp(`^${escape(t(lang, "settings.delegation.end"))}`);
    await bob.getByRole("button", { name: end }).click();
    await bob.getByText(t(lang, "settings.delegation.ended", { name: "Henry Adams" })).waitFor();
  });
});
