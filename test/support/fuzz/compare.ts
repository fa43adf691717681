import { standing } from "#shared/approval/engine/stands.ts";
import { isLive } from "#shared/ticket/record.ts";
import type { Model } from "#test/support/model/model.ts";
import { phaseOf } from "#test/support/model/rules.ts";
import { asked } from "#test/support/model/stage.ts";
import type { TicketMemory } from "./ticket-memory.ts";

/** One ticket told in words that engine and model share; the two texts must be the same. */

const sorted = (lines: string[]) => lines.toSorted();

export function engineSays({ ticket, tasks, document }: TicketMemory): string[] {
  const live = tasks.filter(isLive).map((task) => {
    const { nodeId, state, assignee, heldFor, remindAt, dueAt } = task;
    const who = `${assignee?.id ?? "nobody"}${heldFor.length > 0 ? " held" : ""}`;
    return `${nodeId} ${state} ${who} remind ${remindAt} due ${dueAt}`;
  });
  const queues = ticket.places
    .filter(({ queue }) => queue.length > 0)
    .map(({ nodeId, queue }) => `${nodeId} then ${queue.map(({ id }) => id).join(" ")}`);
  const { chain } = document;
  const counts = standing({ ticket, tasks, chain }).map(
    ({ nodeId, assignee, state }) => `${nodeId} counts ${state} ${assignee?.id}`,
  );
  const { state, outcome, phase, blocked } = ticket;
  const help = blocked?.escalatedTo.map(({ id }) => id).join(" ");
  const block = blocked === null ? "free" : `blocked by ${blocked.by.id} help ${help}`;
  return [`${state} ${outcome} ${phase} ${block}`, ...sorted([...live, ...queues, ...counts])];
}

export function modelSays(model: Model): string[] {
  const { ticket } = model;
  const phase = phaseOf(ticket);
  const lines = ticket.leaves().flatMap(({ node, now }) => {
    if (ticket.state !== "in_approval") return [];
    if (now.is === "machine") return [`${node.id} ${now.state} nobody remind null due null`];
    if (now.is === "pause") return [`${node.id} pending nobody remind null due ${now.clock.dueAt}`];
    if (now.is !== "asking") return [];
    const { queue } = now.stage;
    const tasks = asked(now.stage).map(({ person, waitsFor, clock: { remindAt, dueAt } }) => {
      const who = `${person}${waitsFor.length > 0 ? " held" : ""}`;
      return `${node.id} pending ${who} remind ${remindAt} due ${dueAt}`;
    });
    return queue.length === 0 ? tasks : [...tasks, `${node.id} then ${queue.join(" ")}`];
  });
  const counts = ticket.said
    .filter((one) => one.counts)
    .map(
      ({ nodeId, person, isApproval }) =>
        `${nodeId} counts ${isApproval ? "approved" : "confirmed"} ${person}`,
    );
  const { state, outcome, blocked } = ticket;
  const block =
    blocked === null ? "free" : `blocked by ${blocked.by} help ${blocked.escalatedTo.join(" ")}`;
  return [`${state} ${outcome} ${phase} ${block}`, ...sorted([...lines, ...counts])];
}
