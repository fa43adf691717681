import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { commit } from "#shared/table/commit.ts";
import { forgetCalendar } from "./load.ts";
import type { CalendarDocument } from "./schema.ts";
import { createCalendarRow } from "./store.ts";

/** Adds a calendar. Throws ALREADY_EXISTS. */
export async function createCalendar(ctx: Ctx, document: CalendarDocument): Promise<string> {
  assertCan(ctx, "org:manage");
  const { code, name, zone, week, days } = document;
  const told = { name, zone, week, dayCount: days.length };
  await commit(ctx, {
    audit: [auditWrite(ctx, "calendar.create", code, told)],
    writes: [createCalendarRow({ ...document, version: 1, updatedAt: ctx.now })],
    ref: code,
  });
  forgetCalendar(code);
  return code;
}
