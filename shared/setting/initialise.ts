import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { auditWrite } from "#shared/audit/write.ts";
import { systemCtx, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { claimOf } from "./init-claim.ts";
import type { InitRecord, InitTask, Release, SharedTask } from "./init-record.ts";
import { claimRun, endRun, findRuns, mustHold, renewLease } from "./init-store.ts";
import { initTasks } from "./init-tasks.ts";

/** A runner that is silent for so long is taken for dead. Real time: so does a process live. */
const leaseMs = 20_000;
const renewEveryMs = 5_000;
const lookEveryMs = 500;
/** So long an older release is waited for; its runner renews its lease for as long as it lives. */
const longestWaitMs = 120_000;
const longestError = 500;

/** `skipped`: nothing to do for this release, or somebody else does it; `lost`: taken over while it ran. */
export type InitOutcome = "done" | "failed" | "skipped" | "lost";

/** `now` tells the product's time, for what people read. */
export type Initialising = { release: Release; now: () => string };

type Ended = Pick<InitRecord, "state" | "checksum" | "changed" | "error">;

function begin(before: InitRecord | undefined, task: string, { release, now }: Initialising) {
  const nothing = { checksum: null, changed: null, endedAt: null, error: null };
  const version = (before?.version ?? 0) + 1;
  const held = { holder: randomUUID(), leaseUntilMs: Date.now() + leaseMs };
  const by = { releaseId: release.id, releaseOrder: release.order };
  return { task, version, state: "running" as const, ...by, startedAt: now(), ...nothing, ...held };
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (error instanceof AppError ? `${error.code}: ${error.message}` : text).slice(
    0,
    longestError,
  );
}

async function perform(task: SharedTask, run: InitRecord, now: string): Promise<Ended> {
  const ctx = systemCtx("initialise", now);
  const release = { id: run.releaseId, order: run.releaseOrder };
  const renew = () => void renewLease(run, Date.now() + leaseMs).catch(() => undefined);
  const timer = setInterval(renew, renewEveryMs);
  try {
    const { checksum, changed } = await task.run({ ctx, release, fence: () => mustHold(run) });
    return { state: "done", checksum, changed, error: null };
  } catch (error) {
    return { state: "failed", checksum: null, changed: null, error: reasonOf(error) };
  } finally {
    clearInterval(timer);
  }
}

async function end(ctx: Ctx, run: InitRecord): Promise<InitOutcome> {
  const { task, state, releaseId, checksum, changed, error } = run;
  const told = { release: releaseId, checksum, changed, error };
  try {
    await commit(ctx, {
      audit: [auditWrite(ctx, `initialisation.${state}`, `initialisation:${task}`, told)],
      writes: [endRun(run)],
      ref: task,
    });
    return state === "done" ? "done" : "failed";
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "CONFLICT") return "lost";
    throw thrown;
  }
}

/**
 * Runs one task if this release has to, as the only one who does. A failure of the task is an outcome; only a
 * table that gives no answer is thrown. `ctx` is whoever set it going.
 */
export async function runTask(
  ctx: Ctx,
  task: SharedTask,
  given: Initialising & { isForced?: boolean },
): Promise<InitOutcome> {
  const { release, now, isForced = false } = given;
  const untilMs = Date.now() + longestWaitMs;
  for (;;) {
    const before = (await findRuns([task.code])).get(task.code);
    const claim = claimOf(before, task, { release, nowMs: Date.now(), isForced });
    if (claim === "skip" || (claim === "wait" && Date.now() > untilMs)) return "skipped";
    if (claim === "wait") await sleep(lookEveryMs);
    const run = begin(before, task.code, given);
    if (claim === "wait" || !(await claimRun(before, run))) continue;
    const ended = await perform(task, run, now());
    return end(ctx, { ...run, ...ended, endedAt: now(), version: run.version + 1 });
  }
}

function isShared(task: InitTask): task is SharedTask {
  return task.strategy !== "every_instance";
}

/**
 * What a release does once before it works, one task after the other. Called once per deployment; called more
 * often, or twice at the same time, it is done once all the same.
 */
export async function initialise(
  given: Initialising,
  tasks: readonly InitTask[] = initTasks,
): Promise<Record<string, InitOutcome>> {
  const outcomes: Record<string, InitOutcome> = {};
  for (const task of tasks.filter(isShared)) {
    const ctx = systemCtx("initialise", given.now());
    outcomes[task.code] = await runTask(ctx, task, given);
  }
  return outcomes;
}
