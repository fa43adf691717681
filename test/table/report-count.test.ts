import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemCtx } from "#shared/core/ctx.ts";
import { countTicket, factFrom } from "#shared/report/count.ts";
import { cellsIn } from "#shared/report/overview.ts";
import { recountReport } from "#shared/report/recount.ts";
import { loadFact } from "#shared/report/store.ts";
import { addTally, emptyTally, tallyOf, type Tally } from "#shared/report/tally.ts";
import type { TicketRecord } from "#shared/ticket/record.ts";
import { dynamo } from "#shared/table/client.ts";
import { ownTable } from "#test/support/own-table.ts";
import { epoch, storeTicket, ticketRecord } from "#test/support/records.ts";
import { delivered, ticketLife } from "#test/support/ticket-life.ts";

let engine: { stop: () => Promise<void> };
const range = { from: "2026-03-01", to: "2026-04-30" };

/** Whether the next transactions meet another one: before they are carried out, or only in what they answer. */
let faults: ("none" | "before" | "after")[] = [];

function conflict(): Error {
  return new TransactionCanceledException({
    message: "TransactionConflict",
    $metadata: {},
    CancellationReasons: [{ Code: "TransactionConflict" }],
  });
}

// The local engine never reports a conflict between transactions; on AWS a busy cell meets them.
function injectFaults(): void {
  dynamo.middlewareStack.add(
    (next, { commandName }) =>
      async (given) => {
        const fault = commandName === "TransactWriteItemsCommand" ? faults.shift() : undefined;
        if (fault === "before") throw conflict();
        const answer = await next(given);
        if (fault === "after") throw conflict();
        return answer;
      },
    { step: "initialize", name: "faults" },
  );
}

beforeAll(async () => {
  engine = await ownTable();
  injectFaults();
}, 60_000);

afterAll(() => engine.stop());

async function total(): Promise<Tally> {
  const cells = await cellsIn(range, true);
  return cells.reduce((sum, { tally }) => addTally(sum, tally), emptyTally());
}

function expected(tickets: TicketRecord[]): Tally {
  return tickets
    .flatMap((ticket) => factFrom(ticket) ?? [])
    .reduce((sum, fact) => addTally(sum, tallyOf(fact)), emptyTally());
}

/** Delivers in several lanes at once, as the stream's shards and redeliveries may. */
async function deliver(images: TicketRecord[], lanes: number): Promise<void> {
  const work = Array.from({ length: lanes }, (_none, lane) =>
    images.filter((_image, index) => index % lanes === lane),
  );
  await Promise.all(
    work.map(async (lane) => {
      for (const image of lane) await countTicket(image);
    }),
  );
}

const everything: TicketRecord[] = [];
const Faults = fc.array(fc.constantFrom("none", "none", "before", "after"), { maxLength: 30 });
const Stories = fc
  .array(ticketLife, { minLength: 1, maxLength: 4 })
  .chain((lives) => fc.tuple(fc.constant(lives), delivered(lives.flat())));

describe("counters of the report", () => {
  it("equal the tickets, whatever order, doubling, concurrency and conflicts their changes meet", async () => {
    await fc.assert(
      fc.asyncProperty(Stories, fc.nat(5), Faults, async ([lives, images], lanes, wrong) => {
        const last = lives.flatMap((life) => life.at(-1) ?? []);
        await Promise.all(last.map(storeTicket));
        faults = wrong;
        await deliver(images, lanes + 1);
        everything.push(...last);
        expect(await total()).toEqual(expected(everything));
        for (const ticket of last) {
          const fact = factFrom(ticket);
          const stored = fact === undefined ? undefined : await loadFact(fact);
          expect(stored).toMatchObject({ state: ticket.state, returns: ticket.returns });
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
    const recount = await recountReport(systemCtx("recount", epoch), range);
    expect(recount.differences).toEqual([]);
    expect(recount.tickets).toBe(everything.length);
  });

  it("forty tickets of one cell ending at the same moment are all counted", async () => {
    const before = await total();
    const crowd = Array.from({ length: 40 }, () =>
      ticketRecord({
        templateId: "tpl_crowd",
        state: "completed",
        outcome: "approved",
        completedAt: epoch,
      }),
    );
    await Promise.all(crowd.map(countTicket));
    const after = addTally(await total(), before, -1);
    expect(after).toMatchObject({ submitted: 40, completed: 40, handling: { zero: 40 } });
  });

  it("a draft is not counted", async () => {
    const before = await total();
    await countTicket(ticketRecord({ state: "draft", submittedAt: null }));
    expect(await total()).toEqual(before);
  });
});
