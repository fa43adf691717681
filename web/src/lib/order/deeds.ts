import type { Component } from "svelte";
import type { ClassValue } from "svelte/elements";
import Ban from "@lucide/svelte/icons/ban";
import Check from "@lucide/svelte/icons/check";
import CircleHelp from "@lucide/svelte/icons/circle-question-mark";
import ClipboardCheck from "@lucide/svelte/icons/clipboard-check";
import CornerUpLeft from "@lucide/svelte/icons/corner-up-left";
import FastForward from "@lucide/svelte/icons/fast-forward";
import Hand from "@lucide/svelte/icons/hand";
import ListChecks from "@lucide/svelte/icons/list-checks";
import Pause from "@lucide/svelte/icons/pause";
import Play from "@lucide/svelte/icons/play";
import RotateCcw from "@lucide/svelte/icons/rotate-ccw";
import Scale from "@lucide/svelte/icons/scale";
import SkipForward from "@lucide/svelte/icons/skip-forward";
import Undo2 from "@lucide/svelte/icons/undo-2";
import X from "@lucide/svelte/icons/x";
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
  icon: Component<{ class?: ClassValue; "aria-hidden"?: "true" }>;
  isDangerous: boolean;
  /** The key that does it, on the desktop. */
  key?: string;
};

type Look = Omit<RunAction, "wish">;

const plain = (icon: RunAction["icon"], key?: string): Look =>
  key === undefined ? { icon, isDangerous: false } : { icon, isDangerous: false, key };
const danger = (icon: RunAction["icon"]): Look => ({ icon, isDangerous: true });

const looks: Record<WishName, Look> = {
  fill: plain(ListChecks, "a"),
  approve: plain(Check, "a"),
  reject: plain(X),
  confirm: plain(Check, "a"),
  decline: plain(X),
  perform: plain(ClipboardCheck, "a"),
  settle: plain(CircleHelp, "a"),
  retry: plain(RotateCcw, "a"),
  skip: plain(SkipForward),
  complete: plain(Hand),
  fail: plain(X),
  resume: plain(Play, "p"),
  pause: plain(Pause, "p"),
  review: plain(Scale, "a"),
  rollback: plain(Undo2),
  return: plain(CornerUpLeft),
  force: danger(FastForward),
  cancel: danger(Ban),
};

function actionOf(wish: Wish): RunAction {
  return { wish, ...looks[wish.deed] };
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
    const [first, ...others] = rest.filter(({ deed }) => !looks[deed].isDangerous);
    const dangerous = rest.filter(({ deed }) => looks[deed].isDangerous);
    const shown = first === undefined ? [] : [first];
    return {
      shown: shown.map(actionOf),
      hasPrimary: false,
      more: [...others, ...dangerous].map(actionOf),
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
