import type { PersonRef } from "#shared/ticket/state.ts";
import type { TaskView, TicketView } from "#shared/ticket/schema.ts";
import type { ApiErrorCode } from "#lib/api/error.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import { peopleText } from "./people-text.ts";

type Winner = { state: TaskView["state"]; by: PersonRef };

/** Whose decision made this task void: at the same step, in the same round. */
function winnerOf(ticket: TicketView, task: TaskView): Winner | null {
  if (task.actedBy) return { state: task.state, by: task.actedBy };
  const other = ticket.tasks.findLast(
    (one) => one.nodeId === task.nodeId && one.round === task.round && one.actedBy !== null,
  );
  return other?.actedBy ? { state: other.state, by: other.actedBy } : null;
}

/** Refusals that come from somebody or something having been faster. */
export function isLost(code: ApiErrorCode): boolean {
  return code === "TASK_ALREADY_DECIDED" || code === "TICKET_CLOSED" || code === "WRONG_STATE";
}

const told = ["approved", "returned", "vetoed", "confirmed"] as const;

/** What the loser of a race is told: who was faster, and with what. */
export function lostText(ticket: TicketView, taskId: string, myId: string | undefined): string {
  const number = ticket.number ?? "";
  const task = ticket.tasks.find((one) => one.id === taskId);
  if (task?.voidReason === "withdrawn") return t("ticket.pending.lost.withdrawn", { number });
  if (task?.isHeld && task.state === "pending") {
    return t("ticket.pending.lost.held", { number, people: peopleText(task.waitsFor) });
  }
  if (task?.state === "pending") return t("common.error.WRONG_STATE");
  const moved = (["transferred", "removed", "changed", "closed"] as const).find(
    (reason) => reason === task?.voidReason,
  );
  if (moved) return t("ticket.pending.lost.moved", { number, reason: t(`ticket.void.${moved}`) });
  if (task?.voidReason === "timed_out") return t("ticket.pending.lost.timed_out", { number });
  const winner = task ? winnerOf(ticket, task) : null;
  const state = told.find((one) => one === winner?.state);
  if (winner === null || state === undefined) return t("ticket.pending.lost.other", { number });
  if (winner.by.id === myId) return t("ticket.pending.lost.you", { number });
  return t(`ticket.pending.lost.${state}`, { name: winner.by.name, number });
}
