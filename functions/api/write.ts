import { setTimeout as sleep } from "node:timers/promises";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { findWrite } from "#shared/table/idempotency.ts";
import type { ApiContext } from "./context.ts";

type Handler<Input, Result> = (ctx: Ctx, input: Input, c: ApiContext) => Promise<Result>;

/** The winner of a race needs this long at most to become readable. */
const raceMs = 100;

async function findEarlier(ctx: Ctx, refusal: AppError) {
  const found = await findWrite(ctx);
  if (found !== undefined || refusal.code !== "CONFLICT") return found;
  await sleep(raceMs);
  return findWrite(ctx);
}

// Any refusal may come from our own earlier success: a decided task, a deleted draft, a number given out.
async function refOf(ctx: Ctx, verb: () => Promise<string>): Promise<string> {
  try {
    return await verb();
  } catch (error) {
    if (!(error instanceof AppError) || ctx.idempotency === undefined) throw error;
    const earlier = await findEarlier(ctx, error);
    if (earlier === undefined) throw error;
    if (earlier.requestHash === ctx.idempotency.requestHash) return earlier.ref;
    throw new AppError("IDEMPOTENCY_KEY_REUSED", "This key was used for another request.");
  }
}

/**
 * A route that runs a verb and shows the record it names. When the request's retry key was used before, the
 * record of that time is shown instead, as it is now; nothing is done twice, and the first time costs no read.
 */
export function write<Input, Result>(
  verb: Handler<Input, string>,
  show: (ctx: Ctx, ref: string, input: Input) => Promise<Result>,
): Handler<Input, Result> {
  return async (ctx, input, c) => {
    const ref = await refOf(ctx, () => verb(ctx, input, c));
    return show(ctx, ref, input);
  };
}

/** A write that has nothing to show. */
export function writeOnly<Input>(verb: Handler<Input, string>): Handler<Input, void> {
  return write(verb, async () => undefined);
}
