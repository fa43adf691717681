import type { CalendarDocument } from "./schema.ts";

/** A calendar with the number that guards its writes. */
export type CalendarRecord = CalendarDocument & { version: number; updatedAt: string };
