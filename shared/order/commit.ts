import type { Ctx } from "#shared/core/ctx.ts";
import { newId } from "#shared/core/id.ts";
import { listRoleMembers } from "#shared/org/load.ts";
import { commit, put, type Commit, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { toItem } from "#shared/table/attribute.ts";
import type { Recipient } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { askRows } from "./asks.ts";
import { endRows } from "./end.ts";
import type { Frame } from "./engine/frame.ts";
import type { Audience, Change, Mover, NewOrderEvent } from "./engine/move.ts";
import { OrderEventEntity } from "./entity.ts";
import { isHeld } from "./lock.ts";
import { isTask } from "./task.ts";
import { commitWithTicket, meaningOf } from "./ticket.ts";
import { changeRows, type Changer } from "./store.ts";

/** Who moves an order, as its history will show it. */
export function moverOf(ctx: Ctx): Mover {
  if (ctx.actor.kind === "system") {
    return { person: { id: "system", name: "Countersign" }, channel: "system" };
  }
  const { userId: id, name } = ctx.actor;
  return { person: { id, name }, channel: ctx.channel };
}

async function peopleOf(audience: Audience, { order, node }: Frame): Promise<PersonRef[]> {
  switch (audience) {
    case "starter":
      return [order.requester];
    case "owners":
      return order.owners;
    case "operators":
      return listRoleMembers("operator");
    case "approvers": {
      const from = order.approval?.from ?? [];
      return from.length > 0 ? from : listRoleMembers("operator");
    }
    case "confirmers": {
      const named = node?.confirmers ?? [];
      return named.length > 0 ? named : listRoleMembers("operator");
    }
    default:
      return [audience];
  }
}

/** Everybody whom an event is told, once; not who did it, and not the platform. */
async function recipientsOf({ tell, actor }: NewOrderEvent, frame: Frame): Promise<Recipient[]> {
  if (tell === null) return [];
  // Of a ticket's task the ticket tells, but not whom its work asks to do something.
  if (isTask(frame.order) && tell.kind !== "order.asked") return [];
  const people = await Promise.all(tell.to.map((audience) => peopleOf(audience, frame)));
  const ids = new Set(people.flat().map(({ id }) => id));
  ids.delete(actor.id);
  ids.delete("system");
  return [...ids].map((userId) => ({ kind: tell.kind, userId }));
}

/** The rows of a change's events: history, audit and outbox in one. */
export async function eventRows({
  frame,
  events,
}: Pick<Change, "frame" | "events">): Promise<Write[]> {
  const { order } = frame;
  const label = { name: order.name, ticketNumber: order.ticket?.number ?? null };
  return Promise.all(
    events.map(async ({ tell, ...event }) => {
      const notify = await recipientsOf({ tell, ...event }, frame);
      const row = { ...event, eventId: newId("event"), notify, order: label };
      return put(OrderEventEntity.create(toItem(row)).params(here()));
    }),
  );
}

/** All rows of a change to an order that exists. */
export async function rowsOf(
  before: Frame,
  change: Change,
  changer: Changer,
): Promise<{ writes: Write[]; audit: Write[] }> {
  const writes = [...changeRows(before.order, change, changer), ...askRows(before, change.frame)];
  return { writes, audit: await eventRows(change) };
}

type Extra = { writes?: Write[]; ref?: string };

/** Commits a change of an order; with its ticket when the order is the ticket's automation task. */
export async function commitChange(
  ctx: Ctx,
  before: Frame,
  change: Change,
  changer: Changer,
  extra: Extra = {},
): Promise<void> {
  const rows = await rowsOf(before, change, changer);
  const writes = [...rows.writes, ...(extra.writes ?? [])];
  const ref = extra.ref ?? before.order.orderId;
  const meaning = isTask(before.order) ? meaningOf(change) : null;
  if (meaning !== null) {
    return commitWithTicket(ctx, before.order, meaning, {
      writes: [...writes, ...rows.audit],
      ref,
    });
  }
  const [first, ...later] = rows.audit;
  const audit: Commit["audit"] = first === undefined ? "look" : [first, ...later];
  const end = endRows(before, change.frame);
  try {
    await commit(ctx, { writes: [...writes, ...end], audit, ref });
  } catch (error) {
    if (end.length === 0 || !isHeld(error)) throw error;
    // Somebody took its key away: there is nothing to free, and it ends all the same.
    const others = end.filter(({ taken }) => taken !== "ORDER_HELD");
    await commit(ctx, { writes: [...writes, ...others], audit, ref });
  }
}
