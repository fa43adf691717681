import type { NodeDeed, OrderDeed } from "#shared/order/schema.ts";
import type { OrderNodeView, OrderView } from "#shared/order/view/schema.ts";
import { currentNode } from "./current.ts";

/** `settle`: an effect of unknown end; it opens what may be done about it. */
export type NodeWish = NodeDeed | "settle";

/** What somebody is about to do: to the run, or to the step of this number. */
export type Wish = { deed: OrderDeed; seq?: undefined } | { deed: NodeWish; seq: number };
export type WishName = Wish["deed"];

export type RunAction = {
  wish: Wish;
  isDangerous: boolean;
  /** The key that does it, on the desktop. */
  key?: string;
};

/** What ends something for good, or leaves care aside. */
const dangerous: ReadonlySet<WishName> = new Set(["force", "cancel"]);
/** What is waited for has one key, whatever it is. */
const keys: Partial<Record<WishName, string>> = {
  ...{ fill: "a", approve: "a", confirm: "a", perform: "a", settle: "a", retry: "a", review: "a" },
  ...{ resume: "p", pause: "p" },
};

function actionOf(wish: Wish): RunAction {
  const key = keys[wish.deed];
  const action = { wish, isDangerous: dangerous.has(wish.deed) };
  return key === undefined ? action : { ...action, key };
}

/** An effect that may have happened is looked into before anything else is done about it. */
export function nodeWishes({ may, state, seq }: OrderNodeView): Wish[] {
  const isDoubtful = state === "unknown" && may.includes("complete");
  const deeds: NodeWish[] = isDoubtful ? ["settle", ...may] : may;
  return deeds.map((deed) => ({ deed, seq }));
}

/** What belongs beside it: the other answer to the same question. */
const beside: Partial<Record<WishName, WishName>> = {
  approve: "reject",
  confirm: "decline",
  retry: "skip",
};
/** What is waited for; the first of them that is possible is the primary deed. */
const primaries: readonly WishName[] = [
  ...(["fill", "approve", "perform", "confirm"] as const),
  ...(["settle", "retry", "resume", "review"] as const),
];
const order: readonly WishName[] = [
  ...primaries,
  ...(["skip", "complete", "fail", "reject", "decline"] as const),
  ...(["pause", "rollback", "return", "force", "cancel"] as const),
];

function sorted(wishes: Wish[]): Wish[] {
  return wishes.toSorted((a, b) => order.indexOf(a.deed) - order.indexOf(b.deed));
}

export type Bar = {
  /** Stand in the bar, the primary one last. */
  shown: RunAction[];
  /** Whether the last of `shown` is what is waited for. */
  hasPrimary: boolean;
  /** Behind "More". */
  more: RunAction[];
};

function barOf(wishes: Wish[]): Bar {
  const all = sorted(wishes);
  const primary = all.find(({ deed }) => primaries.includes(deed));
  const other = primary && all.find(({ deed }) => deed === beside[primary.deed]);
  const rest = all.filter((wish) => wish !== primary && wish !== other);
  if (primary === undefined) {
    // Nothing waits for somebody: what may be done without haste, the dangerous behind "More".
    const [first, ...others] = rest.filter(({ deed }) => !dangerous.has(deed));
    const grave = rest.filter(({ deed }) => dangerous.has(deed));
    const shown = first === undefined ? [] : [first];
    return {
      shown: shown.map(actionOf),
      hasPrimary: false,
      more: [...others, ...grave].map(actionOf),
    };
  }
  const shown = other === undefined ? [primary] : [other, primary];
  return { shown: shown.map(actionOf), hasPrimary: true, more: rest.map(actionOf) };
}

/** What may be done with a run now, the step whose turn it is included. */
export function runBar(view: OrderView): Bar {
  const current = currentNode(view);
  // A part may be forced before its turn, and one of several steps may wait for people.
  const nodes = view.nodes.filter(({ may, seq }) => may.length > 0 || seq === current?.seq);
  const own = view.may.map((deed): Wish => ({ deed }));
  return barOf([...own, ...nodes.flatMap(nodeWishes)]);
}

/** What may be done with one step. */
export function nodeBar(node: OrderNodeView): Bar {
  return barOf(nodeWishes(node));
}

/** Whether it still may be done: a run moves on while somebody types a reason. */
export function isOpen(view: OrderView, { deed, seq }: Wish): boolean {
  if (seq === undefined) return view.may.includes(deed);
  const node = view.nodes.find((one) => one.seq === seq);
  return node !== undefined && nodeWishes(node).some((wish) => wish.deed === deed);
}
