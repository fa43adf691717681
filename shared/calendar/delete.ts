import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { forgetCalendar, getCalendarRecord } from "./load.ts";
import { removeCalendar } from "./store.ts";
import { isCalendarUsed } from "./usage.ts";

/** Takes a calendar away. Throws NOT_FOUND, IN_USE when a published template counts in it, CONFLICT. */
export async function deleteCalendar(ctx: Ctx, code: string): Promise<string> {
  assertCan(ctx, "org:manage");
  const calendar = await getCalendarRecord(code);
  if (await isCalendarUsed(code)) {
    throw new AppError("IN_USE", "A published template counts in this calendar.");
  }
  const { name, zone, week, days } = calendar;
  await commit(ctx, {
    audit: [auditWrite(ctx, "calendar.delete", code, { name, zone, week, dayCount: days.length })],
    writes: [removeCalendar(calendar)],
    ref: code,
  });
  forgetCalendar(code);
  return code;
}
