import type { Write } from "#shared/table/commit.ts";
import { orderIdOf, type TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { cancel, isEnded } from "./engine.ts";
import { loadRun, putRun } from "./store.ts";

/** Ends the order of an automation task that is needed no longer; for the commit that ends the task. */
export async function stopRun(task: TaskRecord, by: PersonRef, now: string): Promise<Write[]> {
  const run = await loadRun(orderIdOf(task));
  if (isEnded(run.order)) return [];
  return putRun(run, cancel(run, by, "Its ticket has ended or gone back.", now), "other");
}
