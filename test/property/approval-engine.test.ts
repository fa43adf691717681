import fc from "fast-check";
import { expect, test } from "vitest";
import type { AskNode, ChainNode } from "#shared/approval/chain.ts";
import { automationMoved } from "#shared/approval/engine/automation.ts";
import { decide } from "#shared/approval/engine/decide.ts";
import { withdraw } from "#shared/approval/engine/end.ts";
import { submit } from "#shared/approval/engine/submit.ts";
import { tick } from "#shared/approval/engine/time.ts";
import { AppError } from "#shared/core/error.ts";
import { minuteMs } from "#shared/core/clock.ts";
import { isLive } from "#shared/ticket/record.ts";
import { approveNode, confirmNode } from "#test/support/nodes.ts";
import { History } from "#test/support/situation.ts";

const name = { en: "Step", "zh-CN": "步骤" };
const colleagues = ["bob", "carol", "dave", "erin"];

const timeLimit = fc.option(
  fc.record({
    minutes: fc.integer({ min: 1, max: 100 }),
    remindAt: fc.constantFrom(0.5, 0.9),
    onTimeout: fc.constantFrom("escalate" as const, "approve" as const, "refuse" as const),
  }),
  { nil: undefined },
);

function askNode(id: string): fc.Arbitrary<ChainNode> {
  const given = fc.record({
    mode: fc.constantFrom("any" as const, "all" as const, "sequence" as const),
    ifNobody: fc.constantFrom("administrators" as const, "skip" as const),
    ifApprovedBefore: fc.constantFrom("ask" as const, "skip" as const),
    timeLimit,
  });
  return fc
    .tuple(fc.boolean(), given)
    .map(([isConfirm, more]) => (isConfirm ? confirmNode(id, more) : approveNode(id, more)));
}

function node(id: string): fc.Arbitrary<ChainNode> {
  const automate = { kind: "automate" as const, id, name, action: "http.request", parameters: {} };
  const cc = { kind: "cc" as const, id, name, who: [{ role: "x" }] };
  return fc.oneof(
    { weight: 6, arbitrary: askNode(id) },
    { weight: 1, arbitrary: fc.constant<ChainNode>(automate) },
    { weight: 1, arbitrary: fc.constant<ChainNode>(cc) },
  );
}

const chain = fc
  .integer({ min: 1, max: 4 })
  .chain((length) => fc.tuple(...Array.from({ length }, (_none, index) => node(`n${index}`))));

const asked = fc.uniqueArray(fc.constantFrom(...colleagues), { maxLength: 4 });

const command = fc.record({
  kind: fc.constantFrom("decide", "decide", "decide", "tick", "withdraw", "resubmit", "automation"),
  seq: fc.integer({ min: 1, max: 12 }),
  action: fc.constantFrom(
    "approve" as const,
    "approve" as const,
    "confirm" as const,
    "return" as const,
    "veto" as const,
  ),
  result: fc.constantFrom("done" as const, "failed" as const, "running" as const),
  passMinutes: fc.integer({ min: 0, max: 60 }),
});
type Command = typeof command extends fc.Arbitrary<infer Value> ? Value : never;

function run(history: History, { kind, seq, action, result }: Command): void {
  if (kind === "tick") return history.apply(tick(history.situation("system")));
  if (kind === "withdraw") return history.apply(withdraw(history.situation("alice"), null));
  if (kind === "resubmit") return resubmit(history);
  if (kind === "automation") {
    const end = { seq, result, event: "automation.done" as const, comment: null, tell: [] };
    return history.apply(automationMoved(history.situation("system"), end));
  }
  const actedBy = history.tasks.get(seq)?.assignee ?? { id: "bob", name: "bob" };
  const decision = { seq, action, comment: "why", actedBy, delegationId: null };
  history.apply(decide(history.situation(actedBy.id), decision));
}

function resubmit(history: History): void {
  const before = history.ticket;
  if (before.state === "returned") history.ticket = { ...before, round: before.round + 1 };
  try {
    history.apply(submit(history.situation("alice")));
  } catch (error) {
    history.ticket = before;
    throw error;
  }
}

/** A refused command is an AppError and leaves no trace. */
function attempt(history: History, one: Command): void {
  const before = JSON.stringify([history.ticket, history.all()]);
  try {
    run(history, one);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(JSON.stringify([history.ticket, history.all()])).toBe(before);
  }
}

const decided = new Set(["approved", "returned", "vetoed", "confirmed"]);

function assertLaws(history: History, before: History["tasks"]): void {
  const live = history.all().filter(isLive);
  const { state, outcome } = history.ticket;
  expect(live.length > 0, `live tasks in ${state}`).toBe(state === "in_approval");
  expect(outcome !== null).toBe(state === "completed");
  expect(history.ticket.waiting === null).toBe(state === "completed");
  for (const task of history.all()) {
    if (task.kind === "approve") expect(task.actedBy?.id).not.toBe("alice");
    const earlier = before.get(task.seq);
    if (earlier !== undefined && decided.has(earlier.state)) expect(task).toEqual(earlier);
  }
}

/** All-of-n needs n: a step in mode `all` is behind only when nobody it asked stayed unheard. */
function assertAllMeansAll(history: History): void {
  if (history.ticket.outcome !== "approved") return;
  const steps = history.document.chain.filter((one): one is AskNode => one.kind === "approve");
  for (const step of steps.filter((one) => one.mode !== "any" && one.timeLimit === undefined)) {
    const skipped = step.ifApprovedBefore === "skip";
    const own = history
      .all()
      .filter((task) => task.nodeId === step.id && task.round === history.ticket.round);
    const wanted = history.people.get(`node:${step.id}`)?.people.length ?? 0;
    if (!skipped) expect(own.filter((task) => task.state === "approved").length).toBe(wanted);
  }
}

test("whatever is commanded in whatever order, the laws of a ticket hold after every step", () => {
  const people = fc.dictionary(fc.constantFrom("n0", "n1", "n2", "n3"), asked);
  fc.assert(
    fc.property(chain, people, fc.array(command, { maxLength: 40 }), (nodes, who, commands) => {
      const answers: Record<string, string[]> = {};
      for (const one of nodes) answers[`node:${one.id}`] = who[one.id] ?? [];
      for (const one of colleagues) answers[`above:${one}`] = one === "erin" ? [] : ["erin"];
      const history = new History(nodes, answers);
      history.apply(submit(history.situation("alice")));
      for (const one of commands) {
        history.now += one.passMinutes * minuteMs;
        const before = new Map(history.tasks);
        attempt(history, one);
        assertLaws(history, before);
      }
      assertAllMeansAll(history);
    }),
    { numRuns: 2000 },
  );
}, 60_000);
