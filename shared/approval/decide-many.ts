import type * as z from "zod";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import type { BatchInput, BatchResult } from "#shared/ticket/input.ts";
import { findWrite } from "#shared/table/idempotency.ts";
import { decideTask } from "./decide.ts";

type Item = z.infer<typeof BatchInput>["items"][number];

/** Each decision stands for itself: one that is refused says why and holds none of the others up. */
export async function decideMany(
  ctx: Ctx,
  { items }: z.infer<typeof BatchInput>,
): Promise<{ items: BatchResult[] }> {
  personOf(ctx);
  const results: BatchResult[] = [];
  // One after the other: two of them may be tasks of one ticket.
  for (const item of items) results.push(await decideOne(ctx, item));
  return { items: results };
}

async function decideOne(ctx: Ctx, item: Item): Promise<BatchResult> {
  const { taskId } = item;
  const key = retryKeyOf(ctx, taskId);
  try {
    await decideTask(key, item);
    return { taskId, ok: true, code: null, message: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (await wasDone(key)) return { taskId, ok: true, code: null, message: null };
    return { taskId, ok: false, code: error.code, message: error.message };
  }
}

/** Whether this refusal comes from the same request's own earlier success. */
async function wasDone(ctx: Ctx): Promise<boolean> {
  const earlier = await findWrite(ctx);
  return earlier !== undefined && earlier.requestHash === ctx.idempotency?.requestHash;
}

/** Every item has a retry key of its own, made from that of the batch. */
function retryKeyOf(ctx: Ctx, taskId: string): Ctx {
  const { idempotency } = ctx;
  if (idempotency === undefined) return ctx;
  return { ...ctx, idempotency: { ...idempotency, key: `${idempotency.key}:${taskId}` } };
}
