import { Entity } from "electrodb";
import { count, text } from "#shared/table/attribute.ts";
import { here, service } from "#shared/table/model.ts";

/**
 * A task token is a doorbell: who changes a ticket or an order rings it, and the machine looks again. The
 * token never leaves the back end. Losing it is harmless: the reconciler starts a machine anew.
 */
export const BellEntity = new Entity({
  model: { service, entity: "bell", version: "1" },
  attributes: { targetId: text, token: text, version: count },
  indexes: {
    bell: { pk: { field: "pk", composite: ["targetId"] }, sk: { field: "sk", composite: [] } },
  },
});

export type Bell = { targetId: string; token: string; version: number };

/** Hangs up the bell of a machine that is about to sleep. */
export async function hangBell(bell: Bell): Promise<void> {
  await BellEntity.put(bell).go(here());
}

export async function findBell(targetId: string): Promise<Bell | undefined> {
  const { data } = await BellEntity.get({ targetId }).go({ ...here(), consistent: true });
  return data ?? undefined;
}
