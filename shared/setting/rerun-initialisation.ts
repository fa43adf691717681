import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { claimOf } from "./init-claim.ts";
import { findRuns } from "./init-store.ts";
import { initTasks } from "./init-tasks.ts";
import { runTask, type Initialising } from "./initialise.ts";

/**
 * Runs a task again that failed, or whose runner died. What comes of it stands in its row. Throws NOT_FOUND,
 * WRONG_STATE when it is done, still running, or a newer release's.
 */
export async function rerunInitialisation(
  ctx: Ctx,
  code: string,
  given: Initialising,
): Promise<string> {
  assertCan(ctx, "setting:manage");
  const task = initTasks.find((one) => one.code === code);
  if (task === undefined || task.strategy === "every_instance") throw notFound("task");
  const row = (await findRuns([code])).get(code);
  const asked = { release: given.release, nowMs: Date.now(), isForced: true };
  if (row?.state === "done" || claimOf(row, task, asked) !== "start") {
    throw new AppError("WRONG_STATE", "Only what failed is run again.");
  }
  await runTask(ctx, task, { ...given, isForced: true });
  return code;
}
