import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factFrom } from "#shared/report/count.ts";
import { addTally, emptyTally, isEmptyTally, tallyOf } from "#shared/report/tally.ts";
import { ticketLife } from "#test/support/ticket-life.ts";

describe("what a ticket adds to the report", () => {
  it("only ever grows, so that a later image holds everything an earlier one counted", () => {
    fc.assert(
      fc.property(ticketLife, (images) => {
        const tallies = images.map((image) => {
          const fact = factFrom(image, "Asia/Shanghai");
          return fact === undefined ? emptyTally() : tallyOf(fact);
        });
        tallies.forEach((tally, index) => {
          const step = addTally(structuredClone(tally), tallies[index - 1] ?? emptyTally(), -1);
          const { handling, ...numbers } = step;
          expect(
            Math.min(...Object.values(numbers), ...Object.values(handling)),
          ).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  it("taken away again leaves nothing", () => {
    fc.assert(
      fc.property(fc.array(ticketLife, { maxLength: 5 }), (lives) => {
        const parts = lives
          .flat()
          .map((image) => factFrom(image, "Asia/Shanghai"))
          .flatMap((fact) => (fact === undefined ? [] : [tallyOf(fact)]));
        const sum = emptyTally();
        for (const part of parts) addTally(sum, part);
        for (const part of parts.toReversed()) addTally(sum, part, -1);
        expect(isEmptyTally(sum)).toBe(true);
      }),
    );
  });
});
