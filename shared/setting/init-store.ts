import { fromItem, toItem } from "#shared/table/attribute.ts";
import { put, type Write } from "#shared/table/commit.ts";
import { getMany } from "#shared/table/get-many.ts";
import { here } from "#shared/table/model.ts";
import { isRefused } from "#shared/table/refused.ts";
import { InitEntity } from "./init-entity.ts";
import type { InitRecord } from "./init-record.ts";

type Key = { TableName: string; Key: Record<string, unknown> };

/** The newest runs of these tasks, strongly consistent: one BatchGet. */
export async function findRuns(tasks: readonly string[]): Promise<Map<string, InitRecord>> {
  if (tasks.length === 0) return new Map();
  const items = await getMany(tasks.map((task) => InitEntity.get({ task }).params<Key>(here())));
  return new Map(
    items.flatMap((Item) => {
      const { data } = InitEntity.parse({ Item });
      if (data === null) return [];
      const row = fromItem<InitRecord>(data, ["checksum", "changed", "endedAt", "error"]);
      return [[row.task, row] as const];
    }),
  );
}

/** Puts a new run in place of the one that was read. False when somebody else was first. */
export async function claimRun(before: InitRecord | undefined, run: InitRecord): Promise<boolean> {
  const item = toItem(run);
  const write =
    before === undefined
      ? InitEntity.create(item)
      : InitEntity.put(item).where(({ version }, { eq }) => eq(version, before.version));
  try {
    await write.go(here());
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}

/** Says that the runner is alive. Without effect once somebody else has taken the task over. */
export async function renewLease(
  { task, holder: ours }: InitRecord,
  leaseUntilMs: number,
): Promise<void> {
  try {
    await InitEntity.patch({ task })
      .set({ leaseUntilMs })
      .where(({ holder }, { eq }) => eq(holder, ours))
      .go(here());
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
}

/** How a run ended; refused when it is no longer the holder's. */
export function endRun(run: InitRecord): Write {
  const params = InitEntity.put(toItem(run))
    .where(({ holder }, { eq }) => eq(holder, run.holder))
    .params(here());
  return put(params);
}

/** Holds while the task is this holder's. */
export function mustHold({ task, holder }: Pick<InitRecord, "task" | "holder">): Write {
  const params = {
    ...InitEntity.get({ task }).params<Key>(here()),
    ConditionExpression: "#holder = :holder",
    ExpressionAttributeNames: { "#holder": "holder" },
    ExpressionAttributeValues: { ":holder": holder },
  };
  return { kind: "ConditionCheck", params, taken: "CONFLICT" };
}
