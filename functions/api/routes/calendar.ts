import { createCalendar } from "#shared/calendar/create.ts";
import { deleteCalendar } from "#shared/calendar/delete.ts";
import { getCalendar } from "#shared/calendar/get.ts";
import { listCalendars } from "#shared/calendar/list.ts";
import { updateCalendar } from "#shared/calendar/update.ts";
import type { calendar } from "#shared/contract/calendar.ts";
import type { Routes } from "../mount.ts";
import { write, writeOnly } from "../write.ts";

export const calendarRoutes: Routes<typeof calendar> = {
  listCalendars: (ctx) => listCalendars(ctx),
  getCalendar: (ctx, { params }) => getCalendar(ctx, params.code),
  createCalendar: write((ctx, { body }) => createCalendar(ctx, body), getCalendar),
  updateCalendar: write(
    (ctx, { params, body }) => updateCalendar(ctx, { ...params, ...body }),
    getCalendar,
  ),
  deleteCalendar: writeOnly((ctx, { params }) => deleteCalendar(ctx, params.code)),
};
