import type { Chain } from "#shared/approval/chain.ts";
import { allNodes } from "#shared/approval/engine/tree.ts";
import type { TemplateDocument } from "#shared/template/schema.ts";
import { Dice } from "./dice.ts";
import { ChainMaker } from "./random-chain.ts";

/** One history to be played: everything that chance decides is decided here, so it can be shrunk and replayed. */
export type Case = {
  chain: Chain;
  /** Who answers the engine's questions; a question that is not here finds nobody. */
  people: Record<string, string[]>;
  withdraw: TemplateDocument["withdraw"];
  values: Values;
  commands: Command[];
};

export type Values = { amount: number; other: number; day?: string };

/** What is tried; `a`, `b`, `c` are throws that `aim.ts` turns into a task, people and details as they then are. */
export type Command = { kind: Kind; minutes: number; a: number; b: number; c: number };

const kinds = {
  approve: 34,
  return: 5,
  returnTo: 10,
  veto: 2,
  confirm: 3,
  transfer: 5,
  reassign: 2,
  add: 8,
  remove: 4,
  change: 6,
  tick: 9,
  block: 2,
  unblock: 3,
  escalate: 1,
  withdraw: 1,
  close: 1,
  submit: 3,
  automation: 5,
  automationReturn: 1,
  organise: 2,
} as const;
export type Kind = keyof typeof kinds;
const bag = Object.entries(kinds).flatMap(([kind, count]) =>
  Array.from({ length: count }, () => kind as Kind),
);

export const colleagues = ["bob", "carol", "dave", "erin", "frank"] as const;
export const requester = "alice";
/** The instant at which every history begins. */
export const beginMs = Date.parse("2026-03-02T08:00:00.000Z");

const throws = 2 ** 30;

export function commandFrom(dice: Dice): Command {
  const kind = bag[dice.below(bag.length)] ?? "approve";
  const minutes = dice.chance(60) ? 0 : dice.below(dice.chance(20) ? 400 : 40);
  return { kind, minutes, a: dice.below(throws), b: dice.below(throws), c: dice.below(throws) };
}

export function valuesFrom(dice: Dice): Values {
  const values: Values = { amount: dice.below(3), other: dice.below(3) };
  if (dice.chance(60)) {
    values.day = new Date(beginMs + (dice.below(300) - 50) * 60_000).toISOString();
  }
  return values;
}

export function peopleFrom(dice: Dice, isConfirm: boolean): string[] {
  const count = dice.chance(8) ? 0 : 1 + dice.below(3);
  return dice.some(isConfirm ? [...colleagues, requester] : colleagues, count);
}

/** The history with this number of a run with this seed. */
export function caseOf(seed: number, index: number): Case {
  const dice = new Dice(seed, index);
  const chain = new ChainMaker(dice, 1 + dice.below(9)).chain();
  const people: Record<string, string[]> = {};
  for (const node of allNodes(chain)) {
    people[`node:${node.id}`] = peopleFrom(dice, node.kind === "confirm" || node.kind === "cc");
    people[`timeout:${node.id}`] = peopleFrom(dice, node.kind === "confirm");
  }
  for (const one of [...colleagues, requester]) {
    people[`above:${one}`] = dice.some(colleagues, dice.below(3));
  }
  const withdraw = dice.pick(["any-time", "before-decision", "never"] as const);
  const length = 4 + dice.below(30);
  const commands = Array.from({ length }, () => commandFrom(dice));
  return { chain, people, withdraw, values: valuesFrom(dice), commands };
}
