import type * as z from "zod";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import type { BatchInput, BatchResult } from "#shared/ticket/input.ts";
import { decideTask } from "./decide.ts";
import { eachTask } from "./each-task.ts";

/** Each decision stands for itself: one that is refused says why and holds none of the others up. */
export async function decideMany(
  ctx: Ctx,
  { items }: z.infer<typeof BatchInput>,
): Promise<{ items: BatchResult[] }> {
  personOf(ctx);
  const results: BatchResult[] = [];
  // One after the other: two of them may be tasks of one ticket.
  for (const item of items) {
    results.push(await eachTask(ctx, item.taskId, (own) => decideTask(own, item)));
  }
  return { items: results };
}
