import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideTask } from "#shared/approval/decide.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import { systemCtx, type Ctx } from "#shared/core/ctx.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { publishTemplate } from "#shared/template/publish.ts";
import { saveTemplate } from "#shared/template/save.ts";
import { commentTicket } from "#shared/ticket/comment.ts";
import { getTicket } from "#shared/ticket/get.ts";
import { resubmitTicket } from "#shared/ticket/resubmit.ts";
import { saveTicket } from "#shared/ticket/save.ts";
import { submitTicket } from "#shared/ticket/submit.ts";
import { urgeTicket } from "#shared/ticket/urge.ts";
import { withdrawTicket } from "#shared/ticket/withdraw.ts";
import { Cast } from "#test/support/cast.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import {
  ask,
  draft,
  pageOf,
  publish,
  sourceOf,
  submitted,
  taskIdFor,
} from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let alice: UserRecord;
let bob: UserRecord;
let carol: UserRecord;
let dan: UserRecord;

beforeAll(async () => {
  engine = await ownTable();
  [alice, bob, carol, dan] = (await Promise.all(
    ["Alice", "Bob", "Carol", "Dan"].map((name) => addPerson({ name })),
  )) as [UserRecord, UserRecord, UserRecord, UserRecord];
});
afterAll(() => engine.stop());

type Action = "approve" | "return" | "veto";

async function decide(
  ticketId: string,
  person: UserRecord,
  action: Action = "approve",
  given: Partial<Ctx> = {},
) {
  const taskId = await taskIdFor(ticketId, person);
  return decideTask(await ctxOf(person, given), { taskId, action, comment: "because" });
}

/** Who is asked now, and how the others ended. */
async function standing(ticketId: string): Promise<string[]> {
  const { tasks } = await pageOf(ticketId);
  return tasks.map(({ assignee, state, voidReason }) => `${assignee?.name} ${voidReason ?? state}`);
}

async function stateOf(ticketId: string): Promise<string> {
  const { ticket } = await pageOf(ticketId);
  await assertLaws(ticketId);
  return ticket.outcome ?? ticket.state;
}

describe("a stage", () => {
  it("any: one answer is enough, the others are no longer asked", async () => {
    const ticketId = await submitted(await publish([ask("stage", [bob, carol])]), alice);
    await decide(ticketId, carol);
    expect(await standing(ticketId)).toEqual(["Bob sibling_decided", "Carol approved"]);
    expect(await stateOf(ticketId)).toBe("approved");
  });

  it("all: everybody's answer is needed", async () => {
    const ticketId = await submitted(
      await publish([ask("stage", [bob, carol], { mode: "all" })]),
      alice,
    );
    await decide(ticketId, carol);
    expect(await stateOf(ticketId)).toBe("in_approval");
    await decide(ticketId, bob);
    expect(await stateOf(ticketId)).toBe("approved");
  });

  it("all: one veto ends it for all", async () => {
    const ticketId = await submitted(
      await publish([ask("stage", [bob, carol], { mode: "all" })]),
      alice,
    );
    await decide(ticketId, bob, "veto");
    expect(await standing(ticketId)).toEqual(["Bob vetoed", "Carol vetoed"]);
    expect(await stateOf(ticketId)).toBe("vetoed");
  });

  it("sequence: one after the other, in the order of the template", async () => {
    const templateId = await publish([ask("stage", [carol, bob, dan], { mode: "sequence" })]);
    const ticketId = await submitted(templateId, alice);
    expect(await standing(ticketId)).toEqual(["Carol pending"]);
    await expect(taskIdFor(ticketId, bob)).rejects.toThrow();
    await decide(ticketId, carol);
    expect(await standing(ticketId)).toEqual(["Carol approved", "Bob pending"]);
    await decide(ticketId, bob);
    await decide(ticketId, dan);
    expect(await stateOf(ticketId)).toBe("approved");
  });

  it("sequence: a return forgets who was to come; the next round begins with the first", async () => {
    const templateId = await publish([ask("stage", [bob, carol], { mode: "sequence" })]);
    const ticketId = await submitted(templateId, alice);
    await decide(ticketId, bob, "return");
    expect((await pageOf(ticketId)).ticket.places).toEqual([]);
    await resubmitTicket(await ctxOf(alice), { ticketId });
    expect(await standing(ticketId)).toEqual(["Bob returned", "Bob pending"]);
    expect(await stateOf(ticketId)).toBe("in_approval");
  });
});

describe("the requester", () => {
  it("urges those who are asked, once in ten minutes", async () => {
    const ticketId = await submitted(await publish([ask("stage", [bob, carol])]), alice);
    const start = new Date().toISOString();
    const urge = async (minutes: number) =>
      urgeTicket(await ctxOf(alice, { now: after(start, minutes * minuteMs) }), { ticketId });
    await urge(0);
    await expect(urge(4)).rejects.toMatchObject({ code: "URGED_TOO_SOON", retryAfterSeconds: 360 });
    await urge(10);
    const urges = (await pageOf(ticketId)).events.filter(({ type }) => type === "ticket.urged");
    expect(urges.map(({ notify }) => notify.map(({ userId }) => userId).sort())).toEqual([
      [bob.userId, carol.userId].sort(),
      [bob.userId, carol.userId].sort(),
    ]);
  });

  it("has nobody to urge once it is decided", async () => {
    const ticketId = await submitted(await publish([ask("stage", [bob])]), alice);
    await decide(ticketId, bob, "return");
    await expect(urgeTicket(await ctxOf(alice), { ticketId })).rejects.toMatchObject({
      code: "WRONG_STATE",
    });
  });

  it.each([
    ["any-time", "withdrawn", "withdrawn"],
    ["before-decision", "withdrawn", "WRONG_STATE"],
    ["never", "WRONG_STATE", "WRONG_STATE"],
  ] as const)("withdraws %s as the template says", async (withdraw, atFirst, afterDecision) => {
    const templateId = await publish([ask("first", [bob]), ask("second", [carol])], { withdraw });
    const take = async (ticketId: string) => {
      try {
        await withdrawTicket(await ctxOf(alice), { ticketId });
        return await stateOf(ticketId);
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(await take(await submitted(templateId, alice))).toBe(atFirst);
    const decided = await submitted(templateId, alice);
    await decide(decided, bob);
    expect(await take(decided)).toBe(afterDecision);
    const returned = await submitted(templateId, alice);
    await decide(returned, bob, "return");
    expect(await take(returned)).toBe("withdrawn");
  });
});

it("a comment is told to the requester and to those asked, never to its author", async () => {
  const ticketId = await submitted(await publish([ask("stage", [bob, carol])]), alice);
  const told = async (author: UserRecord) => {
    await commentTicket(await ctxOf(author), { ticketId, comment: "a word" });
    const comments = (await pageOf(ticketId)).events.filter(
      ({ type }) => type === "ticket.commented",
    );
    const last = comments.find(({ actor }) => actor.id === author.userId);
    return last?.notify.map(({ userId }) => userId).sort();
  };
  expect(await told(alice)).toEqual([bob.userId, carol.userId].sort());
  expect(await told(bob)).toEqual([alice.userId, carol.userId].sort());
});

it("a running ticket keeps the version of its template; new ones begin on the newest", async () => {
  const templateId = await publish([ask("first", [bob]), ask("second", [carol])]);
  const running = await submitted(templateId, alice);
  const system = systemCtx("test", new Date().toISOString());
  await saveTemplate(system, { templateId, source: sourceOf([ask("only", [dan])]) });
  const unpublished = await submitted(templateId, alice);
  expect(await standing(unpublished)).toEqual(["Bob pending"]);
  await publishTemplate(system, { templateId });
  await decide(running, bob);
  expect(await standing(running)).toEqual(["Bob approved", "Carol pending"]);
  await decide(running, carol);
  expect(await stateOf(running)).toBe("approved");
  expect(await standing(await submitted(templateId, alice))).toEqual(["Dan pending"]);
});

it("a decision on a page that shows another round is refused as stale", async () => {
  const ticketId = await submitted(await publish([ask("stage", [bob])]), alice);
  const { seen } = await getTicket(await ctxOf(bob), ticketId);
  await decide(ticketId, bob, "return");
  await saveTicket(await ctxOf(alice), { ticketId, values: { purpose: "something larger" } });
  // What the requester is still writing is not what anybody decides on.
  expect((await getTicket(await ctxOf(bob), ticketId)).values).toEqual({ purpose: "a test" });
  await resubmitTicket(await ctxOf(alice), { ticketId });
  const taskId = await taskIdFor(ticketId, bob);
  const ctx = await ctxOf(bob);
  await expect(decideTask(ctx, { taskId, action: "approve", seen })).rejects.toMatchObject({
    code: "STALE_VIEW",
  });
  const page = await getTicket(ctx, ticketId);
  expect(page).toMatchObject({ values: { purpose: "something larger" }, history: [{ round: 1 }] });
  await decideTask(ctx, { taskId, action: "approve", seen: page.seen });
  expect(await stateOf(ticketId)).toBe("approved");
});

it("files that a form names must have arrived, and at this very ticket", async () => {
  const cast = new Cast();
  await cast.enter();
  const label = { en: "Files", "zh-CN": "附件" };
  const fields = [{ type: "attachment", name: "files", label, maxFiles: 3 } as const];
  const templateId = await publish([ask("stage", [bob])], { fields });
  const ticketId = await draft(templateId, alice);
  const submitWith = async (attachmentId: string) => {
    await saveTicket(await ctxOf(alice), { ticketId, values: { files: [attachmentId] } });
    return submitTicket(await ctxOf(alice), { ticketId });
  };
  const elsewhere = await cast.file(await draft(templateId, alice));
  for (const id of ["att_00000000000000000000000000", elsewhere.attachmentId]) {
    await expect(submitWith(id)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      issues: [{ path: "form.files.0", code: "not_uploaded" }],
    });
  }
  await submitWith((await cast.file(ticketId)).attachmentId);
  expect(await stateOf(ticketId)).toBe("in_approval");
});
