import type { AskNode } from "#shared/approval/chain.ts";
import type { Clock } from "./clock.ts";

/** People asked at one step, told as voices: who was named has one, whoever she brings in shares it. */
export type Stage = {
  node: AskNode;
  voices: Voice[];
  /** Those of a sequence whose turn has not come. */
  queue: string[];
};
/** A voice is a yes when every part of it is. */
export type Voice = { parts: Part[] };
/** Any one of a part's people speaks for it. */
export type Part = { asks: Ask[] };
export type Ask = {
  person: string;
  state: "asked" | "yes" | "no" | "gone";
  /** Parts that must speak before her. */
  waitsFor: Part[];
  addedBy: string | null;
  clock: Clock;
  /** Counts up with every one who is asked on the ticket. */
  number: number;
};

type Word = "yes" | "no" | "open" | "nobody";

export function wordOf({ asks }: Part): Word {
  const has = (state: Ask["state"]) => asks.some((ask) => ask.state === state);
  if (has("yes")) return "yes";
  if (has("no")) return "no";
  return has("asked") ? "open" : "nobody";
}

export function wordOfVoice({ parts }: Voice): Word {
  const words = parts.map(wordOf);
  const strongest = (["no", "open", "yes"] as const).find((word) => words.includes(word));
  return strongest ?? "nobody";
}

export function asksOf({ voices }: Stage): Ask[] {
  return voices.flatMap(({ parts }) => parts.flatMap(({ asks }) => asks));
}

/** Those who are asked now, whoever was asked first first. */
export function asked(stage: Stage): Ask[] {
  return asksOf(stage)
    .filter(({ state }) => state === "asked")
    .toSorted((a, b) => a.number - b.number);
}

/** The voice, the part and the ask of somebody who is asked. */
export function findAsked(stage: Stage, person: string) {
  for (const voice of stage.voices) {
    for (const part of voice.parts) {
      const ask = part.asks.find((one) => one.person === person && one.state === "asked");
      if (ask !== undefined) return { voice, part, ask };
    }
  }
  throw new Error(`${person} is not asked at ${stage.node.id}`);
}

/** Counted up from one: the least number of yes that makes the asked share of `count`. */
function leastFor(node: AskNode, count: number): number {
  if (node.mode === "any") return 1;
  if (node.mode !== "votes" || node.votes === undefined) return count;
  const { votes } = node;
  if ("atLeast" in votes) return votes.atLeast < count ? votes.atLeast : count;
  let least = 1;
  while (least * 100 < votes.percent * count - 1e-6) least += 1;
  return least;
}

/** Tries every way in which those who are still silent may speak: the verdict is what all of them agree on. */
export function verdictOf({ node, voices, queue }: Stage): "passed" | "refused" | "open" {
  const words = voices.map(wordOfVoice).filter((word) => word !== "nobody");
  const endsByOne = node.ifVeto === "end" || (node.ifVeto === undefined && node.mode !== "votes");
  if (endsByOne && words.includes("no")) return "refused";
  const yes = words.filter((word) => word === "yes").length;
  const silent = words.filter((word) => word === "open").length + queue.length;
  const least = leastFor(node, words.length + queue.length);
  const totals = Array.from({ length: silent + 1 }, (_none, more) => yes + more);
  if (yes > 0 && totals.every((total) => total >= least)) return "passed";
  return totals.every((total) => total < least) || silent === 0 ? "refused" : "open";
}
