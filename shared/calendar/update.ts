import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { commit } from "#shared/table/commit.ts";
import { calendarChanges } from "./changed.ts";
import { forgetCalendar, getCalendarRecord } from "./load.ts";
import type { UpdateCalendarInput } from "./schema.ts";
import { putCalendar } from "./store.ts";

type Input = { code: string } & z.output<typeof UpdateCalendarInput>;

/**
 * Puts a whole calendar in place of the one that was read. Throws NOT_FOUND, and CONFLICT when it has changed
 * since then.
 */
export async function updateCalendar(ctx: Ctx, input: Input): Promise<string> {
  assertCan(ctx, "org:manage");
  const { code } = input;
  const changes = calendarChanges(await getCalendarRecord(code), input);
  await commit(ctx, {
    audit: [auditWrite(ctx, "calendar.update", code, { ...changes })],
    writes: [putCalendar({ ...input, updatedAt: ctx.now })],
    ref: code,
  });
  forgetCalendar(code);
  return code;
}
