import * as z from "zod";
import {
  Calendar,
  CalendarCode,
  CalendarDocument,
  CalendarSummary,
  UpdateCalendarInput,
} from "#shared/calendar/schema.ts";
import { operation } from "./operation.ts";

const params = z.strictObject({ code: CalendarCode });

export const calendar = {
  listCalendars: operation({
    method: "GET",
    path: "/calendars",
    summary: "Working-time calendars",
    access: "org:read",
    result: z.object({ items: z.array(CalendarSummary) }),
  }),
  getCalendar: operation({
    method: "GET",
    path: "/calendars/{code}",
    summary: "One calendar: its week and the days that differ",
    access: "org:read",
    params,
    result: Calendar,
  }),
  createCalendar: operation({
    method: "POST",
    path: "/calendars",
    summary: "Add a calendar",
    access: "org:manage",
    body: CalendarDocument,
    result: Calendar,
    status: 201,
  }),
  updateCalendar: operation({
    method: "PUT",
    path: "/calendars/{code}",
    summary: "Put a whole calendar in place of the version that was read",
    access: "org:manage",
    params,
    body: UpdateCalendarInput,
    result: Calendar,
  }),
  deleteCalendar: operation({
    method: "DELETE",
    path: "/calendars/{code}",
    summary: "Remove a calendar that no published template uses",
    access: "org:manage",
    params,
  }),
};
