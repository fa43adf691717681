import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { here } from "#shared/table/model.ts";
import { CalendarEntity } from "./entity.ts";
import type { CalendarSummary } from "./schema.ts";

/** All calendars by code. */
export async function listCalendars(ctx: Ctx): Promise<{ items: CalendarSummary[] }> {
  assertCan(ctx, "org:read");
  const query = CalendarEntity.query.byCode({ directory: "calendar" });
  const { data } = await query.go({ ...here(), pages: "all" });
  const items = data.map(({ code, name, zone, week, days, version, updatedAt }) => {
    return { code, name, zone, week, dayCount: days.list.length, version, updatedAt };
  });
  return { items };
}
