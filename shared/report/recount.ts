import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { here } from "#shared/table/model.ts";
import { TicketEntity } from "#shared/ticket/entity.ts";
import type { TicketRecord } from "#shared/ticket/record.ts";
import { ticketOf } from "#shared/ticket/store.ts";
import { factFrom } from "./count.ts";
import { assertRange, newestFacts } from "./facts.ts";
import { cellsIn } from "./overview.ts";
import type { CellKey, FactRecord } from "./record.ts";
import { addTally, counters, emptyTally, tallyOf, type Tally } from "./tally.ts";

/** A number of a cell that is not what the tickets say. */
export type Difference = CellKey & { figure: string; counted: number; found: number };

export type Recount = { tickets: number; cells: number; differences: Difference[] };

async function* batches<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function ticketsOf(facts: FactRecord[]): Promise<TicketRecord[]> {
  const keys = facts.map(({ ticketId }) => ({ ticketId }));
  const { data } = await TicketEntity.get(keys).go({ ...here(), consistent: true });
  return data.map(ticketOf);
}

const nameOf = ({ day, templateId, departmentId }: CellKey) =>
  JSON.stringify([day, templateId, departmentId]);

function compare(name: string, counted: Tally, found: Tally): Difference[] {
  const [day = "", templateId = "", departmentId = ""] = JSON.parse(name) as string[];
  const key = { day, templateId, departmentId };
  const buckets = new Set([...Object.keys(counted.handling), ...Object.keys(found.handling)]);
  return [
    ...counters.map((figure) => ({
      ...key,
      figure: figure as string,
      counted: counted[figure],
      found: found[figure],
    })),
    ...[...buckets].map((bucket) => ({
      ...key,
      figure: `handling.${bucket}`,
      counted: counted.handling[bucket] ?? 0,
      found: found.handling[bucket] ?? 0,
    })),
  ].filter((line) => line.counted !== line.found);
}

/**
 * Counts a range of days anew from the tickets themselves and holds the counters against it. No difference
 * means that the report is true. Run while tickets move it may see changes that are not counted yet.
 */
export async function recountReport(
  ctx: Ctx,
  range: { from: string; to: string },
): Promise<Recount> {
  assertCan(ctx, "report:read");
  assertRange(range);
  const found = new Map<string, Tally>();
  let tickets = 0;
  for await (const facts of batches(newestFacts(range, undefined, 100), 100)) {
    for (const ticket of await ticketsOf(facts)) {
      const fact = factFrom(ticket);
      if (fact === undefined) continue;
      const name = nameOf(fact);
      found.set(name, addTally(found.get(name) ?? emptyTally(), tallyOf(fact)));
      tickets += 1;
    }
  }
  const cells = await cellsIn(range, true);
  const counted = new Map(cells.map((cell) => [nameOf(cell), cell.tally]));
  const differences = [...new Set([...counted.keys(), ...found.keys()])].flatMap((name) =>
    compare(name, counted.get(name) ?? emptyTally(), found.get(name) ?? emptyTally()),
  );
  return { tickets, cells: cells.length, differences };
}
