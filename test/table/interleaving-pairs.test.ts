import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#shared/core/error.ts";
import { isLive } from "#shared/ticket/record.ts";
import { assertLaws } from "#test/support/laws.ts";
import { historyOf, pageOf } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";
import { PairCommands, type Ready } from "#test/support/pair-commands.ts";

/**
 * Every pair of commands on one ticket, fired together. What is left must be what one after the other leaves, in
 * one of the two orders, and both callers must have been told what they would have been told then.
 */

/** How often each pair is fired; `npm run interleave` fires 50 times. */
const rounds = Number(process.env["INTERLEAVE_ROUNDS"] ?? 1);

let engine: { stop: () => Promise<void> };
const cast = new PairCommands();
const names = Object.keys(cast.commands);

beforeAll(async () => {
  engine = await ownTable();
  await cast.enter();
});
afterAll(() => engine.stop());

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

async function together(pair: readonly [string, string]): Promise<string> {
  const ready = await cast.ready(pair);
  const since = (await historyOf(ready.ticketId)).length;
  const answers = await Promise.all(pair.map((name) => told(name, ready)));
  const tale = await taleOf(ready, since, answers);
  await assertLaws(ready.ticketId);
  return tale;
}

describe.each(names.map((name, at) => ({ name, others: names.slice(at) })))(
  "$name at the same moment as",
  ({ name, others }) => {
    it.each(others)(
      "%s",
      async (other) => {
        const pair = [name, other] as const;
        const [first, second] = await Promise.all([
          oneAfterTheOther(pair, false),
          oneAfterTheOther(pair, true),
        ]);
        for (let round = 0; round < rounds; round += 1) {
          expect(await together(pair)).toBeOneOf([first, second]);
        }
      },
      20_000 + rounds * 10_000,
    );
  },
);
