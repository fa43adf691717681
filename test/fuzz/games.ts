import { caseOf } from "#test/support/fuzz/case.ts";
import { Coverage } from "#test/support/fuzz/coverage.ts";
import type { Game } from "#test/support/fuzz/game.ts";
import { play } from "#test/support/fuzz/play.ts";
import { shrink } from "#test/support/fuzz/shrink.ts";
import { Tally } from "#test/support/fuzz/tally.ts";
import { caseOf as orderCaseOf } from "#test/support/order-fuzz/case.ts";
import { play as playOrder } from "#test/support/order-fuzz/play.ts";
import { shrink as shrinkOrder } from "#test/support/order-fuzz/shrink.ts";

/** Everything that is fuzzed. */

/** Its cases are its own business. */
type Played = { commands: unknown[] };

function game<Case extends Played>(given: Game<Case>): Game<Played> {
  return given as unknown as Game<Played>;
}

const approval = game({
  tally: () => new Coverage(),
  caseOf,
  play: (played, tally = new Coverage()) => play(played, tally as Coverage),
  shrink,
});

const order = game({
  tally: () => new Tally(),
  caseOf: orderCaseOf,
  play: (played, tally = new Tally(), story) => playOrder(played, tally, story),
  shrink: shrinkOrder,
});

export const games = { approval, order };
export type GameName = keyof typeof games;
