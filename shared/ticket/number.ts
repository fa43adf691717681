import { Entity } from "electrodb";
import { text } from "#shared/table/attribute.ts";
import { here, service } from "#shared/table/model.ts";

/** Counts the tickets of one prefix and year. One write unit a number; 1,000 a second per prefix. */
export const CounterEntity = new Entity({
  model: { service, entity: "counter", version: "1" },
  attributes: { name: text, value: { type: "number" } },
  indexes: {
    counter: { pk: { field: "pk", composite: ["name"] }, sk: { field: "sk", composite: [] } },
  },
});

/** The next number, `OPS-2026-001234`. Unique and rising; a submit that fails afterwards leaves a gap. */
export async function nextNumber(prefix: string, now: string): Promise<string> {
  const year = now.slice(0, 4);
  const { data } = await CounterEntity.upsert({ name: `${prefix}-${year}` })
    .add({ value: 1 })
    .go({ ...here(), response: "all_new" });
  return `${prefix}-${year}-${String(data.value ?? 0).padStart(6, "0")}`;
}
