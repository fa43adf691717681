import { DelegationEntity } from "#shared/org/entity.ts";
import { delegationOf } from "#shared/org/load.ts";
import type { DelegationRecord } from "#shared/org/record.ts";
import { here } from "#shared/table/model.ts";
import type { EventRecord, Recipient } from "#shared/ticket/record.ts";
import { loadTicket } from "#shared/ticket/store.ts";

/** Somebody who gets a notice; `onBehalfOf` names the person she stands in for. */
export type Receiver = Recipient & { onBehalfOf: string | null };

async function delegationsBy(userId: string, at: string): Promise<DelegationRecord[]> {
  const { data } = await DelegationEntity.query
    .delegation({ userId })
    .go({ ...here(), pages: "all" });
  return data.map(delegationOf).filter(({ from, to }) => from <= at && at < to);
}

/**
 * Who stands in for those that an event asks for a decision. Depth one, by date and template; never the
 * requester, who may not decide on her own request. One Query per person asked; one Get if anybody stands in.
 */
export async function standInsFor(event: EventRecord): Promise<Receiver[]> {
  const asked = event.notify.filter(({ kind }) => kind.startsWith("task."));
  const found = await Promise.all(
    asked.map(async ({ kind, userId }) => {
      const delegations = await delegationsBy(userId, event.at);
      return delegations.map((delegation) => ({ kind, delegation }));
    }),
  );
  const candidates = found.flat();
  if (candidates.length === 0) return [];
  const ticket = await loadTicket(event.ticketId);
  if (ticket === undefined) return [];
  return candidates
    .filter(({ delegation }) => delegation.delegate.id !== ticket.requester.id)
    .filter(({ delegation }) => delegation.templateIds?.includes(ticket.templateId) ?? true)
    .map(({ kind, delegation: { delegate, principal } }) => ({
      kind,
      userId: delegate.id,
      onBehalfOf: principal.name,
    }));
}
