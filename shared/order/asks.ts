import { put, remove, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { isEnded, type Frame } from "./engine/frame.ts";
import { OrderAskEntity } from "./entity.ts";

/** What an order wants of people by name: it lies in their boxes until it is done. */

type Ask = {
  kind: "approve" | "confirm" | "perform" | "review";
  seq: number;
  userId: string;
  dueAt: string | null;
};

function asksOf({ order, node, works }: Frame): Ask[] {
  const of = (kind: Ask["kind"], seq: number, people: PersonRef[], dueAt: string | null) =>
    people.map(({ id: userId }): Ask => ({ kind, seq, userId, dueAt }));
  const { approval, review } = order;
  const done = new Set(approval?.by.map(({ id }) => id));
  const approvers = approval?.from.filter(({ id }) => id !== order.requester.id && !done.has(id));
  const isPending = order.state === "pending_approval";
  const isConfirm = order.state === "waiting_confirm" && node !== null;
  const awaiting = isEnded(order) ? [] : works.filter(({ phase }) => phase === "awaiting_person");
  return [
    ...(isPending ? of("approve", 0, approvers ?? [], order.dueAt) : []),
    ...(isConfirm ? of("confirm", node.seq, node.confirmers, node.dueAt) : []),
    ...awaiting.flatMap(({ people, deadlineAt }) =>
      of("perform", node?.seq ?? 0, people, deadlineAt),
    ),
    ...(review?.doneAt === null ? of("review", 0, review.by, review.dueAt) : []),
  ];
}

function nameOf({ kind, seq, userId }: Ask): string {
  return `${kind} ${seq} ${userId}`;
}

/** Lays what is newly wanted into boxes, and takes out what is wanted no more. */
export function askRows(before: Frame | null, after: Frame): Write[] {
  const { orderId, name, updatedAt: at } = after.order;
  const old = new Map((before === null ? [] : asksOf(before)).map((ask) => [nameOf(ask), ask]));
  const now = new Map(asksOf(after).map((ask) => [nameOf(ask), ask]));
  const fresh = [...now].filter(([key]) => !old.has(key));
  const gone = [...old].filter(([key]) => !now.has(key));
  return [
    ...fresh.map(([, { dueAt, ...ask }]) => {
      const due = dueAt === null ? {} : { dueAt };
      return put(OrderAskEntity.put({ orderId, at, name, ...ask, ...due }).params(here()));
    }),
    ...gone.map(([, { kind, seq, userId }]) =>
      remove(OrderAskEntity.delete({ orderId, kind, seq, userId }).params(here())),
    ),
  ];
}
