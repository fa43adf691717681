import { NotifyParameters } from "#shared/action/catalogue/notify.ts";
import type { Call, Driver, Outcome } from "#shared/action/driver.ts";
import { idFor } from "#shared/core/id-for.ts";
import { tellPeople } from "#shared/notify/tell.ts";
import { toldByRun } from "#shared/notify/told.ts";
import { getOrderRecord } from "#shared/order/store.ts";
import { findPeople, namesOf, nobody, type Found } from "./people.ts";

async function receivers({ parameters, startedBy }: Call): Promise<Found> {
  const { people, roles, starter } = NotifyParameters.parse(parameters);
  // A run that nobody started has nobody to be told as its starter.
  const own = starter && startedBy.id !== "system" ? [startedBy.id] : [];
  return findPeople({ people: [...people, ...own], roles });
}

/** A notice is known by the key of the call and by who gets it: telling again tells nobody twice. */
async function start(call: Call): Promise<Outcome> {
  const [found, order] = await Promise.all([receivers(call), getOrderRecord(call.orderId)]);
  const { people, notFound } = found;
  if (people.length === 0) return nobody(found);
  if (order === undefined) throw new Error(`no order ${call.orderId}`);
  const eventId = idFor("event", call.key, Date.parse(call.beganAt));
  const { message } = NotifyParameters.parse(call.parameters);
  await tellPeople(toldByRun(order, { eventId, at: call.beganAt, people, message }));
  const output = { told: people.length, notFound };
  return { kind: "succeeded", output, text: namesOf(found), log: `Told: ${namesOf(found)}` };
}

async function rehearse(call: Call): Promise<Outcome> {
  const found = await receivers(call);
  if (found.people.length === 0) return nobody(found);
  return { kind: "succeeded", text: `Would tell: ${namesOf(found)}` };
}

export const notify: Driver = { start, rehearse };
