import type { AskNode } from "#shared/approval/chain.ts";
import { isLive, type TaskRecord } from "#shared/ticket/record.ts";

/** What a part, a slot or a whole stage says so far; null: nobody is left in it. */
export type Voice = "yes" | "no" | "open" | null;

function partVoice(tasks: TaskRecord[]): Voice {
  if (tasks.some(({ state }) => state === "approved" || state === "confirmed")) return "yes";
  if (tasks.some(({ state }) => state === "vetoed")) return "no";
  return tasks.some(isLive) ? "open" : null;
}

function groups(tasks: TaskRecord[], by: "slot" | "part"): TaskRecord[][] {
  return [...Map.groupBy(tasks, (task) => task[by]).values()];
}

/** A slot says yes when all its parts do and no as soon as one does. */
export function slotVoice(tasks: TaskRecord[]): Voice {
  const voices = groups(tasks, "part").map(partVoice);
  if (voices.includes("no")) return "no";
  if (voices.includes("open")) return "open";
  return voices.includes("yes") ? "yes" : null;
}

/** How many slots must say yes, of `count`. Never more than there are. */
export function needed(node: AskNode, count: number): number {
  if (node.mode === "any") return 1;
  if (node.mode !== "votes" || node.votes === undefined) return count;
  if ("atLeast" in node.votes) return Math.min(node.votes.atLeast, count);
  // A share such as 66.7 of 3 is computed in floating point: a hair above 2 must not ask for 3.
  return Math.max(1, Math.ceil((count * node.votes.percent) / 100 - 1e-9));
}

export type Verdict = "passed" | "refused" | "open";

/**
 * What a stage's answers amount to. The order of the answers plays no part, except where one veto ends the
 * ticket. `waiting` counts those of a sequence who are not asked yet.
 */
export function verdict(node: AskNode, tasks: TaskRecord[], waiting: number): Verdict {
  const voices = groups(tasks, "slot").map(slotVoice);
  const count = (voice: Voice) => voices.filter((one) => one === voice).length;
  const [yes, no, open] = [count("yes"), count("no"), count("open") + waiting];
  const oneVetoEnds = (node.ifVeto ?? (node.mode === "votes" ? "count" : "end")) === "end";
  if (oneVetoEnds && no > 0) return "refused";
  const enough = needed(node, yes + no + open);
  if (yes >= enough && yes > 0) return "passed";
  return yes + open < enough || open === 0 ? "refused" : "open";
}
