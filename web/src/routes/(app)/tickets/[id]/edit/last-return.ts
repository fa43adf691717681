import type { TimelineEntry } from "#shared/ticket/timeline.ts";

/** The entry that says why a ticket came back: the last return by a person or by the operator. */
export function lastReturn(timeline: TimelineEntry[]): TimelineEntry | null {
  return (
    timeline.findLast(({ type }) => type === "task.returned" || type === "automation.returned") ??
    null
  );
}
