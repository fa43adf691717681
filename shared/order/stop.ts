import type { Write } from "#shared/table/commit.ts";
import { orderIdOf, type TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { rowsOf } from "./commit.ts";
import { isEnded } from "./engine/frame.ts";
import { drop } from "./engine/stop.ts";
import { loadFrame } from "./store.ts";

/** Ends the order of an automation task that is needed no longer; for the commit that ends the task. */
export async function stopRun(task: TaskRecord, by: PersonRef, now: string): Promise<Write[]> {
  const frame = await loadFrame(orderIdOf(task));
  if (isEnded(frame.order)) return [];
  const deed = { now, mover: { person: by, channel: "system" as const } };
  const change = drop(frame, deed, "Its ticket has ended or gone back.");
  const { writes, audit } = await rowsOf(frame, change, "other");
  return [...writes, ...audit];
}
