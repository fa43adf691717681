import { AppError } from "#shared/core/error.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { wrongState } from "./refuse.ts";
import { postponed } from "./rest.ts";
import type { Change, Situation } from "./situation.ts";
import { Transition } from "./transition.ts";

/** Somebody says what is missing (阻塞): time-outs rest until it is there. */
export function block(
  situation: Situation,
  { reason, resource, by }: { reason: string; resource: string | null; by: PersonRef },
): Change {
  const move = new Transition(situation);
  if (move.ticket.state !== "in_approval") throw wrongState(move.ticket);
  if (move.ticket.blocked !== null) throw new AppError("WRONG_STATE", "It is blocked already.");
  const blocked = { by, reason, resource, since: situation.now, escalations: 0, escalatedTo: [] };
  move.ticket = { ...move.ticket, blocked };
  const { requester } = move.ticket;
  move.event("ticket.blocked", {
    data: { comment: reason, ...(resource === null ? {} : { resource }) },
    notify: requester.id === by.id ? [] : [{ kind: "ticket.blocked", userId: requester.id }],
  });
  return move.finish();
}

function blockedOf(move: Transition) {
  if (move.ticket.state !== "in_approval") throw wrongState(move.ticket);
  if (move.ticket.blocked === null) throw new AppError("WRONG_STATE", "It is not blocked.");
  return move.ticket.blocked;
}

/** What was missing is there: the clocks that rested get back the time they lost. */
export function unblock(situation: Situation, comment: string | null): Change {
  const move = new Transition(situation);
  const { since } = blockedOf(move);
  move.ticket = { ...move.ticket, blocked: null };
  for (const task of move.live().filter(({ state }) => state === "pending")) {
    const { remindAt, dueAt } = task;
    if (remindAt === null && dueAt === null) continue;
    move.change({ ...task, ...postponed(move, task, since) });
  }
  move.event("ticket.unblocked", { data: comment === null ? {} : { comment } });
  return move.finish();
}

/** The one who is blocked calls for help one level up. `above:<user>` says who that is. */
export function escalateBlock(situation: Situation, comment: string | null): Change {
  const move = new Transition(situation);
  const blocked = blockedOf(move);
  const [from = blocked.by] = blocked.escalatedTo;
  const { people } = move.ask(`above:${from.id}`);
  if (people.length === 0) throw new AppError("NOBODY_FOUND", "Nobody stands above.");
  const escalations = blocked.escalations + 1;
  move.ticket = { ...move.ticket, blocked: { ...blocked, escalations, escalatedTo: people } };
  move.event("ticket.escalated", {
    data: { people, ...(comment === null ? {} : { comment }) },
    notify: people.map(({ id: userId }) => ({ kind: "ticket.escalated", userId })),
  });
  return move.finish();
}
