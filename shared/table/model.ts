import type { EntityConfiguration } from "electrodb";
import { dynamo, tableName } from "./client.ts";

export const service = "countersign";

/** Client and table of an entity, resolved at call time: pass it to `.go()` and `.params()`. */
export function here(): Required<Pick<EntityConfiguration, "table">> & { client: typeof dynamo } {
  return { table: tableName(), client: dynamo };
}

/** Spreads due items over partitions, so that no wake-up index key gets hot. */
export const wakeShardCount = 8;

/** A small stable hash: the same id always falls on the same shard. */
export function shardOf(id: string, count: number): string {
  let hash = 2166136261;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 16777619);
  }
  return String((hash >>> 0) % count);
}
