import { isLive } from "#shared/ticket/record.ts";
import { end } from "./decide.ts";
import { wrongState } from "./refuse.ts";
import type { Change, Situation } from "./situation.ts";
import { Transition } from "./transition.ts";
import { nodeOf } from "./tree.ts";

/** Takes the ticket back. The verb has checked who asks; here only whether the state allows it. */
export function withdraw(situation: Situation, comment: string | null): Change {
  const move = new Transition(situation);
  if (!withdrawalAllowed(situation)) throw wrongState(move.ticket);
  move.event("ticket.withdrawn", { data: comment === null ? {} : { comment } });
  end(move, "withdrawn");
  return move.finish();
}

/** Whether the template lets the requester take the ticket back now. Never while automation is at work. */
export function withdrawalAllowed({
  document,
  tasks,
  ticket,
}: Pick<Situation, "document" | "tasks" | "ticket">): boolean {
  if (ticket.state === "returned") return true;
  if (ticket.state !== "in_approval" || ticket.phase !== "approving") return false;
  if (tasks.some((task) => isLive(task) && task.kind === "automate")) return false;
  const rules = ticket.places.flatMap(({ nodeId }) => {
    const node = nodeOf(document.chain, nodeId);
    const isAsk = node?.kind === "approve" || node?.kind === "confirm";
    return isAsk && node.withdraw !== undefined ? [node.withdraw] : [];
  });
  if (rules.length > 0) return !rules.includes(false);
  if (document.withdraw !== "before-decision") return document.withdraw === "any-time";
  return !tasks.some((task) => task.round === ticket.round && task.state === "approved");
}

/** An administrator ends a ticket that cannot or must not go on. */
export function close(situation: Situation, reason: string): Change {
  const move = new Transition(situation);
  const { state, requester } = move.ticket;
  if (state !== "in_approval" && state !== "returned") throw wrongState(move.ticket);
  move.event("ticket.closed", {
    data: { comment: reason },
    notify: [{ kind: "ticket.closed", userId: requester.id }],
  });
  end(move, "failed", reason);
  return move.finish();
}
