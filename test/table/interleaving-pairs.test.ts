import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#shared/core/error.ts";
import { isLive } from "#shared/ticket/record.ts";
import { assertLaws } from "#test/support/laws.ts";
import { heldAt } from "#test/support/hold.ts";
import { inLanes } from "#test/support/lanes.ts";
import { historyOf, pageOf } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";
import { PairCommands, type Ready } from "#test/support/pair-commands.ts";

/**
 * Every pair of commands on one ticket, fired together. What is left must be what one after the other leaves, in
 * one of the two orders, and both callers must have been told what they would have been told then.
 */

/** How often each pair is fired; `npm run interleave` fires 50 times. */
const rounds = Number(process.env["INTERLEAVE_ROUNDS"] ?? 1);
/** The suite fires a tenth of the pairs, another one every day; `npm run interleave` all of them. */
const shares = rounds > 1 ? 1 : 10;
const today = Math.floor(Date.now() / 86_400_000);
const isDue = (name: string, other: string) =>
  (names.indexOf(name) + names.indexOf(other) + today) % shares === 0;
/** So many tickets at a time, to keep the table busy. */
const lanes = 8;

let engine: { stop: () => Promise<void> };
const cast = new PairCommands();
const names = Object.keys(cast.commands);

beforeAll(async () => {
  engine = await ownTable();
  await cast.enter();
});
afterAll(async () => {
  if (rounds > 1) console.log(sum());
  await engine.stop();
});

async function told(name: string, ready: Ready): Promise<string> {
  try {
    await cast.commands[name]?.(ready);
    return "done";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** What became of the ticket, without ids and instants, and what both callers were told. */
async function taleOf({ ticketId }: Ready, since: number, answers: string[]): Promise<string> {
  const { ticket, tasks } = await pageOf(ticketId);
  const rows = tasks
    .toSorted((a, b) => a.seq - b.seq)
    .map((task) => {
      const by = task.actedBy?.name ?? "nobody";
      const held = task.heldFor.length > 0 ? " held" : "";
      return `${task.nodeId} ${task.assignee?.name} ${task.state} ${task.voidReason} ${by}${held}`;
    });
  const history = (await historyOf(ticketId)).slice(since);
  const asked = tasks.filter(isLive).length;
  const { state, outcome, blocked, places } = ticket;
  const end = `${state} ${outcome} ${blocked?.reason} ${places.length} places ${asked} asked`;
  return [answers.join(" / "), end, ...rows, "timeline:", ...history].join("\n");
}

async function oneAfterTheOther(pair: readonly [string, string], isSwapped: boolean) {
  const ready = await cast.ready(pair);
  const since = (await historyOf(ready.ticketId)).length;
  const answers = ["", ""];
  for (const at of isSwapped ? [1, 0] : [0, 1]) answers[at] = await told(pair[at] ?? "", ready);
  return taleOf(ready, since, answers);
}

/**
 * Fired at once; from the second round on one of the two stops before one of its requests until the other is
 * through, each of them before each request in turn: chance alone nearly always lets the same one win.
 */
async function fire(pair: readonly [string, string], ready: Ready, round: number) {
  const answers = ["", ""];
  const run = async (at: number) => {
    answers[at] = await told(pair[at] ?? "", ready);
  };
  if (round === 0) await Promise.all([run(0), run(1)]);
  else {
    const other = run(round % 2);
    await heldAt(Math.floor((round - 1) / 2), other, () => run(1 - (round % 2)));
    await other;
  }
  return answers;
}

async function together(
  pair: readonly [string, string],
  ready: Ready,
  round: number,
): Promise<string> {
  const since = (await historyOf(ready.ticketId)).length;
  const answers = await fire(pair, ready, round);
  const tale = await taleOf(ready, since, answers);
  await assertLaws(ready.ticketId);
  return tale;
}

async function fired(pair: readonly [string, string]): Promise<string[]> {
  const tickets = await cast.readyAlike(pair, rounds);
  const jobs = tickets.map((ready, round) => () => together(pair, ready, round));
  return inLanes(jobs, lanes);
}

/** What firings ended like. */
type Count = { pair: string; first: number; second: number; either: number };
const counts: Count[] = [];
const beganMs = Date.now();

function count(pair: string, tales: string[], [first, second]: [string, string]): void {
  const row = { pair, first: 0, second: 0, either: 0 };
  for (const tale of tales) {
    if (first === second) row.either += 1;
    else row[tale === first ? "first" : "second"] += 1;
  }
  counts.push(row);
}

function sum(): string {
  const all = (key: "first" | "second" | "either") =>
    counts.reduce((total, row) => total + row[key], 0);
  const oneOnly = counts.filter((row) => row.first === rounds || row.second === rounds);
  const seconds = Math.round((Date.now() - beganMs) / 1000);
  return [
    `${counts.length} of ${(names.length * (names.length + 1)) / 2} pairs leave what one after the other leaves`,
    `${counts.length * rounds} firings, ${rounds} of each pair, in ${seconds} s`,
    `${all("first")} ended in the first order, ${all("second")} in the second, ${all("either")} alike in both`,
    `in one order only: ${oneOnly.map(({ pair }) => pair).join(", ") || "none"}`,
  ].join("\n");
}

const pairs = names.map((name, at) => {
  return { name, others: names.slice(at).filter((other) => isDue(name, other)) };
});
describe.each(pairs.filter(({ others }) => others.length > 0))(
  "$name at the same moment as",
  ({ name, others }) => {
    it.each(others)(
      "%s",
      async (other) => {
        const pair = [name, other] as const;
        const [first, second, tales] = await Promise.all([
          oneAfterTheOther(pair, false),
          oneAfterTheOther(pair, true),
          fired(pair),
        ]);
        for (const tale of tales) expect(tale).toBeOneOf([first, second]);
        expect(tales).toHaveLength(rounds);
        count(pair.join(" + "), tales, [first, second]);
      },
      20_000 + rounds * 10_000,
    );
  },
);
