import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { getCalendarRecord } from "./load.ts";
import type { Calendar } from "./schema.ts";

/** One calendar with its days in order. Throws NOT_FOUND. */
export async function getCalendar(ctx: Ctx, code: string): Promise<Calendar> {
  assertCan(ctx, "org:read");
  return getCalendarRecord(code);
}
