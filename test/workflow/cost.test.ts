import { afterAll, beforeAll, expect, it } from "vitest";
import { CostRun, type scenarios } from "#test/bench/cost-run.ts";

let costRun: CostRun;

beforeAll(async () => {
  costRun = await CostRun.start();
});
afterAll(() => costRun.stop());

/**
 * From submit to rating, with three notices by mail: each approver opens inbox and page, decides on what she saw;
 * the requester opens the page and rates. Units of transactions are twice the items', index writes once.
 */
type Ceiling = {
  requests: number;
  readUnits: number;
  writeUnits: number;
  indexWriteUnits: number;
  transitions: number;
};

// As measured. Whoever makes them smaller writes the new numbers here; whoever makes them larger says why.
const ceilings: [(typeof scenarios)[number], Ceiling][] = [
  [
    "two stages",
    { requests: 68, readUnits: 59.5, writeUnits: 70, indexWriteUnits: 39, transitions: 9 },
  ],
  [
    "two stages, automation, confirmation",
    // An order keeps a history of its own, and is read with the node whose turn it is; settings of the platform
    // and the list of hosts that may be called are read once, together.
    { requests: 90, readUnits: 91.5, writeUnits: 115, indexWriteUnits: 59, transitions: 14 },
  ],
];

it.each(ceilings)(
  "a ticket of %s costs no more than it did",
  async (scenario, ceiling) => {
    const { requests, readUnits, writeUnits, indexWriteUnits, transitions } =
      await costRun.measure(scenario);
    console.log(
      JSON.stringify({ scenario, requests, readUnits, writeUnits, indexWriteUnits, transitions }),
    );
    const total = Object.values(requests).reduce((sum, count) => sum + count, 0);
    expect(total).toBeLessThanOrEqual(ceiling.requests);
    expect(readUnits).toBeLessThanOrEqual(ceiling.readUnits);
    expect(writeUnits).toBeLessThanOrEqual(ceiling.writeUnits);
    expect(indexWriteUnits).toBeLessThanOrEqual(ceiling.indexWriteUnits);
    expect(transitions).toBeLessThanOrEqual(ceiling.transitions);
  },
  60_000,
);
