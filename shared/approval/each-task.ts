import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { findWrite } from "#shared/table/idempotency.ts";
import type { BatchResult } from "#shared/ticket/input.ts";

/** Does one deed on a task of a batch, and says what became of it: a refusal holds none of the others up. */
export async function eachTask(
  ctx: Ctx,
  taskId: string,
  deed: (ctx: Ctx) => Promise<unknown>,
): Promise<BatchResult> {
  const key = retryKeyOf(ctx, taskId);
  try {
    await deed(key);
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
