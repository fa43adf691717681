import { lineOf, type Leaf } from "./process.ts";
import type { Running } from "./running.ts";
import { passOn, settle } from "./stage-moves.ts";
import { asked, verdictOf, type Ask, type Stage } from "./stage.ts";

/** A step whose time is up, and who is late there. */
type Late = { leaf: Leaf; stage: Stage; asks: Ask[] };

/** The platform looks at the clocks. False when nothing is due. */
export function look(ticket: Running, now: string): boolean {
  ticket.now = now;
  ticket.told = [];
  if (ticket.state !== "in_approval" || ticket.blocked !== null) return false;
  const isDue = (at: string | null) => at !== null && at <= now;
  const over = ticket
    .leaves()
    .filter((leaf) => leaf.now.is === "pause" && isDue(leaf.now.clock.dueAt));
  const stages = ticket.stages();
  const late = stages
    .map(({ leaf, stage }) => {
      const asks = asked(stage).filter(({ clock }) => isDue(clock.dueAt));
      return { leaf, stage, asks };
    })
    .filter(({ asks }) => asks.length > 0);
  const slow = stages.map(({ stage }) => {
    const asks = asked(stage).filter(({ clock }) => !isDue(clock.dueAt) && isDue(clock.remindAt));
    return { stage, asks };
  });
  runOut(ticket, over, late);
  for (const { stage, asks } of slow) remind(ticket, stage, asks);
  return over.length + late.length + slow.flatMap(({ asks }) => asks).length > 0;
}

function remind(ticket: Running, { node }: Stage, slow: Ask[]): void {
  if (ticket.state !== "in_approval") return;
  const left = slow.filter(({ state }) => state === "asked");
  for (const ask of left) ask.clock = { ...ask.clock, remindAt: null };
  if (left.length > 0) ticket.tell("task.reminded", node.id);
}

/** All of it at once: what began in place of one step finds the others left already. */
function runOut(ticket: Running, over: Leaf[], late: Late[]): void {
  for (const leaf of over) ticket.tell("wait.done", leaf.node.id);
  for (const { stage } of late) ticket.tell("task.timedOut", stage.node.id);
  const whatThen = ({ node }: Stage) => node.timeLimit?.onTimeout;
  if (late.some(({ stage }) => whatThen(stage) === "refuse")) return ticket.end("expired");
  for (const leaf of over) leaf.now = { is: "passed" };
  for (const one of late) timeOut(ticket, one);
  const waiting = late.filter(({ leaf }) => leaf.now.is === "asking");
  for (const { leaf, stage } of waiting) {
    if (verdictOf(stage) === "refused") return settle(ticket, leaf, stage);
  }
  for (const { leaf, stage } of waiting) settle(ticket, leaf, stage);
  if (over.length + late.length > 0 && ticket.state === "in_approval") ticket.run();
}

function timeOut(ticket: Running, { leaf, stage, asks }: Late): void {
  const limit = stage.node.timeLimit;
  switch (limit?.onTimeout) {
    case "approve":
      ticket.dismiss(stage);
      leaf.now = { is: "passed" };
      return;
    case "branch":
      // It was left unanswered: the few who did answer no longer count.
      for (const one of ticket.said) if (one.stage === stage) one.counts = false;
      ticket.dismiss(stage);
      ticket.instead.add(stage.node.id);
      leaf.now = { is: "instead", line: lineOf(limit.otherwise ?? []) };
      return;
    default:
      for (const ask of asks) if (ask.state === "asked") passOn(ticket, stage, ask);
  }
}
