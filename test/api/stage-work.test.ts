import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChainNode } from "#shared/approval/chain.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { connectStorage } from "#functions/lib/storage.ts";
import { here } from "#shared/table/model.ts";
import { AttachmentEntity } from "#shared/ticket/entity.ts";
import type { TicketView } from "#shared/ticket/schema.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import { ask, historyOf, publish, submitted, taskIdFor } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
const people = new Map<string, { user: UserRecord; token: string }>();

const who = (name: string) => {
  const person = people.get(name);
  if (person === undefined) throw new Error(`nobody is ${name}`);
  return person;
};
const users = (...names: string[]) => names.map((name) => who(name).user);

beforeAll(async () => {
  engine = await ownTable();
  connectStorage();
  api = new TestApi();
  for (const name of ["Alice", "Bob", "Carol", "Dan", "Erin"]) {
    const user = await addPerson({ name, roles: name === "Erin" ? ["admin"] : [] });
    people.set(name, { user, token: await openSession(user) });
  }
});
afterAll(() => engine.stop());

const both = (en: string) => ({ en, "zh-CN": en });
const fields = [
  { type: "number" as const, name: "amount", label: both("Amount") },
  { type: "text" as const, name: "secret", label: both("Secret") },
];
const values = { purpose: "a test", amount: 5, secret: "the password" };

async function begin(chain: ChainNode[]): Promise<string> {
  const templateId = await publish(chain, { fields });
  const body = { templateId, values };
  const made = await api.call("createTicket", { body }, who("Alice").token);
  await api.call("submitTicket", { params: { id: made.body.id } }, who("Alice").token);
  return made.body.id;
}

const look = async (name: string, id: string) =>
  (await api.call("getTicket", { params: { id } }, who(name).token)).body;

type Name = "decideTask" | "changeTaskForm" | "transferTask" | "addTaskApprovers";

/** What somebody does with her own pending task. */
async function act(name: string, ticketId: string, deed: Name, body: object) {
  const { user, token } = who(name);
  const params = { id: await taskIdFor(ticketId, user) };
  return api.loose(deed, { params, body }, token);
}
const approve = (name: string, ticketId: string) =>
  act(name, ticketId, "decideTask", { action: "approve" });

describe("a field that a stage hides", () => {
  it("is in nothing that those asked there are sent; others see it", async () => {
    const hidden = { fields: { secret: "hidden" } };
    const id = await begin([ask("one", users("Bob"), hidden), ask("two", users("Carol"))]);
    const seen = await look("Bob", id);
    expect(JSON.stringify(seen)).not.toContain("the password");
    expect(seen.form.fields.map(({ name }) => name)).toEqual(["purpose", "amount"]);
    await approve("Bob", id);
    expect((await look("Carol", id)).values["secret"]).toBe("the password");
    expect((await look("Alice", id)).values["secret"]).toBe("the password");
    expect(JSON.stringify(await look("Bob", id))).not.toContain("the password");
  });
});

describe("a file in a hidden field", () => {
  it("is neither listed for those asked there nor given out to them", async () => {
    const file = { type: "attachment" as const, name: "file", label: both("File"), maxFiles: 1 };
    const hidden = ask("one", users("Bob"), { fields: { file: "hidden" } });
    const templateId = await publish([hidden], { fields: [file] });
    const body = { templateId, values: { purpose: "x" } };
    const { id } = (await api.call("createTicket", { body }, who("Alice").token)).body;
    const attachmentId = "att_00000000000000000000000001";
    const { userId, name } = who("Alice").user;
    await AttachmentEntity.put({
      ...{ ticketId: id, attachmentId, name: "plan.pdf", size: 4, type: "application/pdf" },
      ...{ sha256: "0".repeat(64), state: "stored", createdAt: "2026-01-01T00:00:00.000Z" },
      uploadedBy: { id: userId, name },
    }).go(here());
    const values = { purpose: "x", file: [attachmentId] };
    await api.call("saveTicket", { params: { id }, body: { values } }, who("Alice").token);
    await api.call("submitTicket", { params: { id } }, who("Alice").token);
    expect((await look("Alice", id)).attachments).toHaveLength(1);
    expect((await look("Bob", id)).attachments).toEqual([]);
    const params = { id, attachmentId };
    const got = await api.loose("getAttachment", { params }, who("Bob").token);
    expect(got.problem?.code).toBe("NOT_FOUND");
    expect((await api.loose("getAttachment", { params }, who("Alice").token)).status).toBe(200);
  });
});

describe("an approver who edits", () => {
  const editable = { fields: { amount: "edit" } };
  const change = (name: string, id: string, given: object) =>
    act(name, id, "changeTaskForm", { values: given });

  it("changes what her stage lets her, with the difference in the timeline; the rest is refused", async () => {
    const id = await begin([ask("one", users("Bob"), editable)]);
    const refused = await change("Bob", id, { amount: 6, secret: "x" });
    expect(refused.problem?.issues).toEqual([
      expect.objectContaining({ path: "form.secret", code: "not_editable" }),
    ]);
    expect((await change("Bob", id, { amount: "six" })).problem?.code).toBe("INVALID_INPUT");
    expect((await look("Bob", id)).values["amount"]).toBe(5);
    const { body } = await change("Bob", id, { amount: 6 });
    const view = body as TicketView;
    expect([view.values["amount"], view.original?.["amount"]]).toEqual([6, 5]);
    const line = view.timeline.find(({ type }) => type === "ticket.changed");
    expect(line?.data.changes).toEqual([{ field: "amount", from: 5, to: 6 }]);
  });

  it("makes those ask again who approved something else, before she goes on herself", async () => {
    const id = await begin([ask("one", users("Carol")), ask("two", users("Bob"), editable)]);
    await approve("Carol", id);
    await change("Bob", id, { amount: 6 });
    expect((await look("Carol", id)).myTask).not.toBeNull();
    expect((await look("Alice", id)).waiting?.people.map(({ name }) => name)).toEqual(["Carol"]);
    await approve("Carol", id);
    await approve("Bob", id);
    expect((await look("Alice", id)).outcome).toBe("approved");
    await assertLaws(id);
  });

  it("leaves approvals alone that did not see the field, or that the template keeps", async () => {
    const id = await begin([
      ask("blind", users("Carol"), { fields: { amount: "hidden" } }),
      ask("keeps", users("Dan"), { ifChanged: "keep" }),
      ask("two", users("Bob"), editable),
    ]);
    await approve("Carol", id);
    await approve("Dan", id);
    await change("Bob", id, { amount: 6 });
    await approve("Bob", id);
    expect((await look("Alice", id)).outcome).toBe("approved");
  });

  it("a decision on the form as it was is refused", async () => {
    const id = await begin([ask("one", users("Bob", "Carol"), { ...editable, mode: "all" })]);
    const { seen } = await look("Carol", id);
    await change("Bob", id, { amount: 6 });
    const late = await act("Carol", id, "decideTask", { action: "approve", seen });
    expect(late.problem?.code).toBe("STALE_VIEW");
  });

  it("must fill what her stage requires before she says yes", async () => {
    const required = { fields: { amount: "required" } };
    const templateId = await publish([ask("one", users("Bob"), required)], { fields });
    const id = await submitted(templateId, who("Alice").user);
    const early = await approve("Bob", id);
    expect(early.problem?.issues).toEqual([
      expect.objectContaining({ path: "form.amount", code: "required" }),
    ]);
    await change("Bob", id, { amount: 1 });
    expect((await approve("Bob", id)).status).toBe(200);
  });
});

describe("a return to a passed step", () => {
  const chain = (more: object = {}) => [
    ask("one", users("Bob")),
    ask("two", users("Carol")),
    ask("three", users("Dan"), more),
  ];
  const giveBack = (id: string, to: string[]) =>
    act("Dan", id, "decideTask", { action: "return", comment: "look again", to });

  it("goes through the chain again from there, or straight back, as the step says", async () => {
    const again = await begin(chain());
    await approve("Bob", again);
    await approve("Carol", again);
    await giveBack(again, ["one"]);
    await approve("Bob", again);
    expect((await look("Alice", again)).waiting?.people[0]?.name).toBe("Carol");
    const straight = await begin(chain({ afterReturn: "straight" }));
    await approve("Bob", straight);
    await approve("Carol", straight);
    await giveBack(straight, ["one"]);
    await approve("Bob", straight);
    expect((await look("Alice", straight)).waiting?.people[0]?.name).toBe("Dan");
    await assertLaws(again);
    await assertLaws(straight);
  });

  it("to a step that was not passed, or twice, is refused and changes nothing", async () => {
    const id = await begin(chain());
    await approve("Bob", id);
    await approve("Carol", id);
    for (const to of [["three"], ["nowhere"], ["one", "one"]]) {
      const { problem } = await giveBack(id, to);
      expect([problem?.code, problem?.issues[0]?.code]).toEqual(["INVALID_INPUT", "not_passed"]);
    }
    expect((await look("Dan", id)).myTask?.returnTo.steps.map(({ nodeId }) => nodeId)).toEqual([
      "one",
      "two",
    ]);
    const onlyReturns = await act("Dan", id, "decideTask", { action: "approve", to: ["one"] });
    expect(onlyReturns.problem?.issues[0]?.path).toBe("to");
  });
});

describe("approvers beside an approver", () => {
  it("before her: she waits, out of her inbox, until they have answered", async () => {
    const id = await begin([ask("one", users("Bob"))]);
    const body = { people: [who("Carol").user.userId], place: "before", comment: "please" };
    await act("Bob", id, "addTaskApprovers", body);
    const inbox = async (name: string) =>
      (await api.call("listTasks", { query: {} }, who(name).token)).body.items.map(
        ({ ticket }) => ticket.id,
      );
    expect(await inbox("Bob")).not.toContain(id);
    expect((await look("Bob", id)).myTask).toBeNull();
    expect((await approve("Bob", id)).problem?.code).toBe("WRONG_STATE");
    await approve("Carol", id);
    expect(await inbox("Bob")).toContain(id);
    await approve("Bob", id);
    expect((await look("Alice", id)).outcome).toBe("approved");
    await assertLaws(id);
  });

  it.each(["parallel", "after"] as const)("%s: the step waits for both", async (place) => {
    const id = await begin([ask("one", users("Bob"))]);
    await act("Bob", id, "addTaskApprovers", { people: [who("Carol").user.userId], place });
    if (place === "parallel") await approve("Bob", id);
    expect((await look("Alice", id)).state).toBe("in_approval");
    await approve("Carol", id);
    expect((await look("Alice", id)).outcome).toBe("approved");
    await assertLaws(id);
  });

  it("are neither the requester, nor somebody asked already, nor unknown", async () => {
    const id = await begin([ask("one", users("Bob", "Carol"), { mode: "all" })]);
    const add = async (userId: string) => {
      const body = { people: [userId], place: "parallel" };
      return (await act("Bob", id, "addTaskApprovers", body)).problem?.code;
    };
    expect(await add(who("Alice").user.userId)).toBe("OWN_REQUEST");
    expect(await add(who("Carol").user.userId)).toBe("ALREADY_ASKED");
    expect(await add("usr_00000000000000000000000000")).toBe("INVALID_INPUT");
  });

  it("a hand-over keeps the comment, the clock and the count", async () => {
    const timeLimit = { minutes: 60, onTimeout: "refuse" };
    const id = await begin([ask("one", users("Bob", "Dan"), { mode: "all", timeLimit })]);
    const before = (await look("Bob", id)).tasks[0];
    await act("Bob", id, "transferTask", { to: who("Carol").user.userId, comment: "yours" });
    const after = (await look("Carol", id)).tasks.at(-1);
    expect(after?.dueAt).toBe(before?.dueAt);
    expect((await historyOf(id)).at(-1)).toBe("task.transferred by Bob");
    expect((await approve("Bob", id).catch(() => "not asked")) as unknown).toBe("not asked");
    await approve("Carol", id);
    await approve("Dan", id);
    expect((await look("Alice", id)).outcome).toBe("approved");
  });
});

describe("a batch", () => {
  it("answers for each task; one that is refused holds none of the others up", async () => {
    const ids = await Promise.all([1, 2, 3].map(() => begin([ask("one", users("Bob", "Dan"))])));
    const tasks = await Promise.all(ids.map((id) => taskIdFor(id, who("Bob").user)));
    await approve("Dan", ids[1] ?? "");
    const items = tasks.map((taskId) => ({ taskId, action: "approve" as const }));
    const headers = { "idempotency-key": "batch-1" };
    const decide = () => api.call("decideTasks", { body: { items }, headers }, who("Bob").token);
    const told = (await decide()).body.items.map(({ ok, code }) => code ?? ok);
    expect(told).toEqual([true, "TASK_ALREADY_DECIDED", true]);
    // The same request again, as after a lost answer: the same answer, and nothing happens twice.
    expect((await decide()).body.items.map(({ ok, code }) => code ?? ok)).toEqual(told);
    for (const id of ids) await assertLaws(id);
  });
});

describe("followers", () => {
  it("hear of the end and find the ticket in their list; leaving off ends it", async () => {
    const id = await begin([ask("one", users("Bob")), ask("two", users("Carol"))]);
    await approve("Bob", id);
    const follow = { params: { id } };
    await api.call("followTicket", follow, who("Bob").token);
    const following = async () => {
      const query = { view: "following" as const };
      return (await api.call("listTickets", { query }, who("Bob").token)).body.items.map(
        (ticket) => ticket.id,
      );
    };
    expect(await following()).toEqual([id]);
    await api.call("unfollowTicket", follow, who("Bob").token);
    expect(await following()).toEqual([]);
  });
});

describe("an administrator", () => {
  it("closes with a reason: nothing of the ticket is live any more", async () => {
    const id = await begin([ask("one", users("Bob"))]);
    const body = { reason: "made by mistake" };
    await api.call("closeTicket", { params: { id }, body }, who("Erin").token);
    expect(await look("Alice", id)).toMatchObject({ state: "completed", outcome: "failed" });
    expect((await approve("Bob", id).catch(() => "not asked")) as unknown).toBe("not asked");
    await assertLaws(id);
  });

  it("gives a task to somebody who can answer it", async () => {
    const id = await begin([ask("one", users("Bob"), { mayTransfer: false })]);
    const refused = await act("Bob", id, "transferTask", { to: who("Carol").user.userId });
    expect(refused.problem?.code).toBe("WRONG_STATE");
    const params = { id: await taskIdFor(id, who("Bob").user) };
    const body = { to: who("Carol").user.userId, reason: "Bob is away" };
    await api.call("reassignTask", { params, body }, who("Erin").token);
    await approve("Carol", id);
    expect((await look("Alice", id)).outcome).toBe("approved");
  });
});
