import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Desk } from "#test/support/desk.ts";
import { assertLaws } from "#test/support/laws.ts";
import { ask, historyOf, taskIdFor } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let desk: Desk;

beforeAll(async () => {
  engine = await ownTable();
  desk = await Desk.open();
});
afterAll(() => engine.stop());

describe("a return to a passed step", () => {
  const chain = (more: object = {}) => [
    ask("one", desk.users("Bob")),
    ask("two", desk.users("Carol")),
    ask("three", desk.users("Dan"), more),
  ];
  const giveBack = (id: string, to: string[]) =>
    desk.act("Dan", id, "decideTask", { action: "return", comment: "look again", to });

  it("goes through the chain again from there, or straight back, as the step says", async () => {
    const again = await desk.begin(chain());
    await desk.approve("Bob", again);
    await desk.approve("Carol", again);
    await giveBack(again, ["one"]);
    await desk.approve("Bob", again);
    expect((await desk.look("Alice", again)).waiting?.people[0]?.name).toBe("Carol");
    const straight = await desk.begin(chain({ afterReturn: "straight" }));
    await desk.approve("Bob", straight);
    await desk.approve("Carol", straight);
    await giveBack(straight, ["one"]);
    await desk.approve("Bob", straight);
    expect((await desk.look("Alice", straight)).waiting?.people[0]?.name).toBe("Dan");
    await assertLaws(again);
    await assertLaws(straight);
  });

  it("to a step that was not passed, or twice, is refused and changes nothing", async () => {
    const id = await desk.begin(chain());
    await desk.approve("Bob", id);
    await desk.approve("Carol", id);
    for (const to of [["three"], ["nowhere"], ["one", "one"]]) {
      const { problem } = await giveBack(id, to);
      expect([problem?.code, problem?.issues[0]?.code]).toEqual(["INVALID_INPUT", "not_passed"]);
    }
    expect((await desk.look("Dan", id)).myTask?.returnTo.steps.map(({ nodeId }) => nodeId)).toEqual(
      ["one", "two"],
    );
    const onlyReturns = await desk.act("Dan", id, "decideTask", { action: "approve", to: ["one"] });
    expect(onlyReturns.problem?.issues[0]?.path).toBe("to");
  });
});

describe("approvers beside an approver", () => {
  it("before her: she waits, out of her inbox, until they have answered", async () => {
    const id = await desk.begin([ask("one", desk.users("Bob"))]);
    const body = { people: [desk.who("Carol").user.userId], place: "before", comment: "please" };
    await desk.act("Bob", id, "addTaskApprovers", body);
    const inbox = async (name: string) =>
      (await desk.api.call("listTasks", { query: {} }, desk.who(name).token)).body.items.map(
        ({ ticket }) => ticket.id,
      );
    expect(await inbox("Bob")).not.toContain(id);
    expect((await desk.look("Bob", id)).myTask).toBeNull();
    expect((await desk.approve("Bob", id)).problem?.code).toBe("WRONG_STATE");
    await desk.approve("Carol", id);
    expect(await inbox("Bob")).toContain(id);
    await desk.approve("Bob", id);
    expect((await desk.look("Alice", id)).outcome).toBe("approved");
    await assertLaws(id);
  });

  it.each(["parallel", "after"] as const)("%s: the step waits for both", async (place) => {
    const id = await desk.begin([ask("one", desk.users("Bob"))]);
    await desk.act("Bob", id, "addTaskApprovers", {
      people: [desk.who("Carol").user.userId],
      place,
    });
    if (place === "parallel") await desk.approve("Bob", id);
    expect((await desk.look("Alice", id)).state).toBe("in_approval");
    await desk.approve("Carol", id);
    expect((await desk.look("Alice", id)).outcome).toBe("approved");
    await assertLaws(id);
  });

  it("are neither the requester, nor somebody asked already, nor unknown", async () => {
    const id = await desk.begin([ask("one", desk.users("Bob", "Carol"), { mode: "all" })]);
    const add = async (userId: string) => {
      const body = { people: [userId], place: "parallel" };
      return (await desk.act("Bob", id, "addTaskApprovers", body)).problem?.code;
    };
    expect(await add(desk.who("Alice").user.userId)).toBe("OWN_REQUEST");
    expect(await add(desk.who("Carol").user.userId)).toBe("ALREADY_ASKED");
    expect(await add("usr_00000000000000000000000000")).toBe("INVALID_INPUT");
  });

  it("a hand-over keeps the comment, the clock and the count", async () => {
    const timeLimit = { minutes: 60, onTimeout: "refuse" };
    const id = await desk.begin([ask("one", desk.users("Bob", "Dan"), { mode: "all", timeLimit })]);
    const before = (await desk.look("Bob", id)).tasks[0];
    await desk.act("Bob", id, "transferTask", {
      to: desk.who("Carol").user.userId,
      comment: "yours",
    });
    const after = (await desk.look("Carol", id)).tasks.at(-1);
    expect(after?.dueAt).toBe(before?.dueAt);
    expect((await historyOf(id)).at(-1)).toBe("task.transferred by Bob");
    expect((await desk.approve("Bob", id).catch(() => "not asked")) as unknown).toBe("not asked");
    await desk.approve("Carol", id);
    await desk.approve("Dan", id);
    expect((await desk.look("Alice", id)).outcome).toBe("approved");
  });
});

describe("a batch", () => {
  it("answers for each task; one that is refused holds none of the others up", async () => {
    const ids = await Promise.all(
      [1, 2, 3].map(() => desk.begin([ask("one", desk.users("Bob", "Dan"))])),
    );
    const tasks = await Promise.all(ids.map((id) => taskIdFor(id, desk.who("Bob").user)));
    await desk.approve("Dan", ids[1] ?? "");
    const items = tasks.map((taskId) => ({ taskId, action: "approve" as const }));
    const headers = { "idempotency-key": "batch-1" };
    const decide = () =>
      desk.api.call("decideTasks", { body: { items }, headers }, desk.who("Bob").token);
    const told = (await decide()).body.items.map(({ ok, code }) => code ?? ok);
    expect(told).toEqual([true, "TASK_ALREADY_DECIDED", true]);
    // The same request again, as after a lost answer: the same answer, and nothing happens twice.
    expect((await decide()).body.items.map(({ ok, code }) => code ?? ok)).toEqual(told);
    for (const id of ids) await assertLaws(id);
  });
});

describe("followers", () => {
  it("hear of the end and find the ticket in their list; leaving off ends it", async () => {
    const id = await desk.begin([ask("one", desk.users("Bob")), ask("two", desk.users("Carol"))]);
    await desk.approve("Bob", id);
    const follow = { params: { id } };
    await desk.api.call("followTicket", follow, desk.who("Bob").token);
    const following = async () => {
      const query = { view: "following" as const };
      return (await desk.api.call("listTickets", { query }, desk.who("Bob").token)).body.items.map(
        (ticket) => ticket.id,
      );
    };
    expect(await following()).toEqual([id]);
    await desk.api.call("unfollowTicket", follow, desk.who("Bob").token);
    expect(await following()).toEqual([]);
  });
});

describe("an administrator", () => {
  it("closes with a reason: nothing of the ticket is live any more", async () => {
    const id = await desk.begin([ask("one", desk.users("Bob"))]);
    const body = { reason: "made by mistake" };
    await desk.api.call("closeTicket", { params: { id }, body }, desk.who("Erin").token);
    expect(await desk.look("Alice", id)).toMatchObject({ state: "completed", outcome: "failed" });
    expect((await desk.approve("Bob", id).catch(() => "not asked")) as unknown).toBe("not asked");
    await assertLaws(id);
  });

  it("gives a task to somebody who can answer it", async () => {
    const id = await desk.begin([ask("one", desk.users("Bob"), { mayTransfer: false })]);
    const refused = await desk.act("Bob", id, "transferTask", {
      to: desk.who("Carol").user.userId,
    });
    expect(refused.problem?.code).toBe("WRONG_STATE");
    const params = { id: await taskIdFor(id, desk.who("Bob").user) };
    const body = { to: desk.who("Carol").user.userId, reason: "Bob is away" };
    await desk.api.call("reassignTask", { params, body }, desk.who("Erin").token);
    await desk.approve("Carol", id);
    expect((await desk.look("Alice", id)).outcome).toBe("approved");
  });
});
