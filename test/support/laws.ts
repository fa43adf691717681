import { expect } from "vitest";
import { here } from "#shared/table/model.ts";
import { TaskEntity } from "#shared/ticket/entity.ts";
import { isLive, orderIdOf } from "#shared/ticket/record.ts";
import { isEnded } from "#shared/order/engine/frame.ts";
import { loadRun } from "#shared/order/store.ts";
import { pageOf } from "./office.ts";

const decisions = ["task.approved", "task.returned", "task.vetoed", "task.confirmed"];
const decidedStates = ["approved", "returned", "vetoed", "confirmed"];

/** Everything that must hold of a ticket on record, whoever did what in which order (product.md §2). */
export async function assertLaws(ticketId: string): Promise<void> {
  const page = await pageOf(ticketId);
  const { ticket, tasks, events } = page;
  const live = tasks.filter(isLive);
  const count = (type: string) => events.filter((event) => event.type === type).length;

  // Completed if and only if nothing of it lives, with one outcome and one line that says so.
  expect(live.length > 0).toBe(ticket.state === "in_approval");
  expect(count("ticket.completed")).toBe(ticket.state === "completed" ? 1 : 0);
  expect(ticket.outcome !== null).toBe(ticket.state === "completed");
  expect(count("ticket.rated")).toBe(ticket.rating === null ? 0 : 1);
  expect(count("ticket.submitted")).toBe(ticket.number === null ? 0 : 1);

  // No command wrote over what another one had just done: each commit numbers its lines by its own version.
  expect(new Set(events.map(({ seq }) => seq)).size).toBe(events.length);

  // Each task is decided once, and every decision is a line of the timeline.
  const decided = tasks.filter(({ state }) => decidedStates.includes(state));
  const told = events.filter(({ type }) => decisions.includes(type));
  expect(told.map(({ actor }) => actor.id).sort()).toEqual(
    decided.map(({ actedBy }) => actedBy?.id ?? "").sort(),
  );
  expect(
    decided.every(({ actedBy, kind }) => kind === "confirm" || actedBy?.id !== ticket.requester.id),
  ).toBe(true);
  expect(events.every(({ actor, at }) => actor.id !== "" && at !== "")).toBe(true);

  // Nobody's inbox holds more or less than what is asked of her.
  for (const task of tasks) {
    if (task.assignee === null) continue;
    const { data } = await TaskEntity.query
      .byAssignee({ boxOwner: task.assignee.id, box: "todo", boxAt: task.createdAt })
      .go(here());
    const isInBox = data.some((one) => one.ticketId === ticketId && one.seq === task.seq);
    expect(isInBox).toBe(task.state === "pending" && task.heldFor.length === 0);
  }

  // A run lives exactly as long as its task.
  for (const task of tasks.filter(({ kind }) => kind === "automate")) {
    const { order } = await loadRun(orderIdOf(task));
    expect(isEnded(order)).toBe(!isLive(task));
  }
}
