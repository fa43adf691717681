import { DelegationEntity } from "#shared/org/entity.ts";
import { delegationOf } from "#shared/org/load.ts";
import type { DelegationRecord } from "#shared/org/record.ts";
import { here } from "#shared/table/model.ts";
import { getOrderRecord } from "#shared/order/store.ts";
import type { Recipient } from "#shared/ticket/record.ts";
import { loadTicket } from "#shared/ticket/store.ts";
import type { Told } from "./told.ts";

/** Somebody who gets a notice; `onBehalfOf` names the person she stands in for. */
export type Receiver = Recipient & { onBehalfOf: string | null };

async function delegationsBy(userId: string, at: string): Promise<DelegationRecord[]> {
  const { data } = await DelegationEntity.query
    .delegation({ userId })
    .go({ ...here(), pages: "all" });
  return data.map(delegationOf).filter(({ from, to }) => from <= at && at < to);
}

function isAsking(kind: Recipient["kind"]): boolean {
  const asks = ["order.asked", "order.confirmAsked", "order.approvalAsked"];
  return kind.startsWith("task.") || asks.includes(kind);
}

/** Whose request it is. An order has no template: only who stands in for everything stands in for it. */
async function requestOf({ subject: { kind, id } }: Told) {
  if (kind === "order") {
    const order = await getOrderRecord(id);
    return order && { requesterId: order.requester.id, templateId: "" };
  }
  const ticket = kind === "ticket" ? await loadTicket(id) : undefined;
  return ticket && { requesterId: ticket.requester.id, templateId: ticket.templateId };
}

/**
 * Who stands in for those that an event asks for a decision. Depth one, by date and template; never the
 * requester, who may not decide on her own request. One Query per person asked; one Get if anybody stands in.
 */
export async function standInsFor(event: Told): Promise<Receiver[]> {
  const asked = event.notify.filter(({ kind }) => isAsking(kind));
  const found = await Promise.all(
    asked.map(async ({ kind, userId }) => {
      const delegations = await delegationsBy(userId, event.at);
      return delegations.map((delegation) => ({ kind, delegation }));
    }),
  );
  const candidates = found.flat();
  if (candidates.length === 0) return [];
  const about = await requestOf(event);
  if (about === undefined) return [];
  return candidates
    .filter(({ delegation }) => delegation.delegate.id !== about.requesterId)
    .filter(({ delegation: { templateIds } }) => templateIds?.includes(about.templateId) ?? true)
    .map(({ kind, delegation: { delegate, principal } }) => ({
      kind,
      userId: delegate.id,
      onBehalfOf: principal.name,
    }));
}
