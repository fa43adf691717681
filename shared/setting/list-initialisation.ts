import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { claimOf } from "./init-claim.ts";
import type { InitRecord, InitTask, Release } from "./init-record.ts";
import type { InitView } from "./init-schema.ts";
import { findRuns } from "./init-store.ts";
import { initTasks } from "./init-tasks.ts";
import { instanceRun } from "./instance.ts";

const nothing = {
  release: null,
  startedAt: null,
  endedAt: null,
  changed: null,
  checksum: null,
  error: null,
  mayRun: false,
};

function instanceView(code: string, release: Release) {
  const run = instanceRun(code);
  if (run === undefined) return { state: "never" as const, ...nothing };
  const { at, error } = run;
  const state = error === null ? ("done" as const) : ("failed" as const);
  return { ...nothing, state, release: release.id, startedAt: at, endedAt: at, error };
}

function sharedView(row: InitRecord | undefined, task: InitTask, release: Release) {
  if (row === undefined || task.strategy === "every_instance") {
    return { state: "never" as const, ...nothing };
  }
  const { state, releaseId, startedAt, endedAt, changed, checksum, error } = row;
  const claim = claimOf(row, task, { release, nowMs: Date.now(), isForced: true });
  const mayRun = state !== "done" && claim === "start";
  return { state, release: releaseId, startedAt, endedAt, changed, checksum, error, mayRun };
}

function viewOf(task: InitTask, row: InitRecord | undefined, release: Release): InitView {
  const { code, name, strategy, kind } = task;
  const run =
    strategy === "every_instance" ? instanceView(code, release) : sharedView(row, task, release);
  return { task: code, name, strategy, kind, ...run };
}

/** All tasks with their newest runs; what every instance runs, as it went in this one. */
export async function listInitialisation(
  ctx: Ctx,
  release: Release,
): Promise<{ release: string; items: InitView[] }> {
  assertCan(ctx, "setting:manage");
  const rows = await findRuns(initTasks.map(({ code }) => code));
  const items = initTasks.map((task) => viewOf(task, rows.get(task.code), release));
  return { release: release.id, items };
}

/** One task. Throws NOT_FOUND. */
export async function getInitialisation(
  ctx: Ctx,
  code: string,
  release: Release,
): Promise<InitView> {
  const { items } = await listInitialisation(ctx, release);
  const found = items.find(({ task }) => task === code);
  if (found === undefined) throw notFound("task");
  return found;
}
