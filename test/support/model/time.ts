import { lineOf, type Leaf } from "./process.ts";
import type { Running } from "./running.ts";
import { passOn, settle } from "./stage-moves.ts";
import { asked, type Stage } from "./stage.ts";

/** The platform looks at the clocks. False when nothing is due. */
export function look(ticket: Running, now: string): boolean {
  ticket.now = now;
  ticket.told = [];
  if (ticket.state !== "in_approval" || ticket.blocked !== null) return false;
  const isDue = (at: string | null) => at !== null && at <= now;
  const holders = ticket.leaves().flatMap((leaf) => {
    if (leaf.now.is === "pause") return [{ leaf, clocks: [leaf.now.clock] }];
    return leaf.now.is === "asking"
      ? [{ leaf, clocks: asked(leaf.now.stage).map(({ clock }) => clock) }]
      : [];
  });
  const due = holders.filter(({ clocks }) =>
    clocks.some(({ remindAt, dueAt }) => isDue(remindAt) || isDue(dueAt)),
  );
  for (const { leaf } of due) if (ticket.leaves().includes(leaf)) lookAt(ticket, leaf, isDue);
  return due.length > 0;
}

function lookAt(ticket: Running, leaf: Leaf, isDue: (at: string | null) => boolean): void {
  const { node } = leaf;
  if (leaf.now.is === "pause") {
    ticket.tell("wait.done", node.id);
    leaf.now = { is: "passed" };
    return ticket.run();
  }
  if (leaf.now.is !== "asking") return;
  const { stage } = leaf.now;
  const late = asked(stage).filter(({ clock }) => isDue(clock.dueAt));
  const slow = asked(stage).filter((ask) => isDue(ask.clock.remindAt) && !late.includes(ask));
  for (const ask of slow) ask.clock = { ...ask.clock, remindAt: null };
  if (slow.length > 0) ticket.tell("task.reminded", node.id);
  if (late.length > 0) timeOut(ticket, leaf, stage, late);
}

function timeOut(ticket: Running, leaf: Leaf, stage: Stage, late: Parameters<typeof passOn>[2][]) {
  const limit = stage.node.timeLimit;
  ticket.tell("task.timedOut", stage.node.id);
  switch (limit?.onTimeout) {
    case "refuse":
      return ticket.end("expired");
    case "approve":
      leaf.now = { is: "passed" };
      return ticket.run();
    case "branch":
      // It was left unanswered: the few who did answer no longer count.
      for (const one of ticket.said) if (one.stage === stage) one.counts = false;
      ticket.instead.add(stage.node.id);
      leaf.now = { is: "instead", line: lineOf(limit.otherwise ?? []) };
      return ticket.run();
    default:
      for (const ask of late) if (ask.state === "asked") passOn(ticket, stage, ask);
      return settle(ticket, leaf, stage);
  }
}
