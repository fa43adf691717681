import type { TicketView } from "#shared/ticket/schema.ts";
import type { TimelineEntry } from "#shared/ticket/timeline.ts";
import type { LogEvent } from "./log.ts";

/** A save at the same instant as a submit is part of that submit. */
function isSaveOfItsOwn(entry: TimelineEntry, next: TimelineEntry | undefined): boolean {
  const isSubmit = next?.type === "ticket.submitted" || next?.type === "ticket.resubmitted";
  return !isSubmit || next.at !== entry.at;
}

function activityOf(entry: TimelineEntry, next: TimelineEntry | undefined): string | undefined {
  const step = entry.data.step?.en ?? "";
  switch (entry.type) {
    case "ticket.created":
    case "ticket.edited":
      return isSaveOfItsOwn(entry, next) ? "SAVED by EMPLOYEE" : undefined;
    case "ticket.submitted":
    case "ticket.resubmitted":
      return "SUBMITTED by EMPLOYEE";
    case "task.approved":
      return `${next?.type === "automation.started" ? "FINAL_APPROVED" : "APPROVED"} by ${step}`;
    case "task.returned":
      return `REJECTED by ${step}`;
    case "automation.returned":
      return "REJECTED by MISSING";
    case "ticket.withdrawn":
      return "REJECTED by EMPLOYEE";
    case "automation.done":
      return step;
    // What the platform does by itself as part of the above.
    case "stage.started":
    case "automation.started":
    case "ticket.completed":
      return undefined;
    default:
      return `unexpected ${entry.type}`;
  }
}

/** What the platform's own timeline says happened, in the words of the log. */
export function activitiesOf(view: TicketView): LogEvent[] {
  return view.timeline.flatMap((entry, index) => {
    const activity = activityOf(entry, view.timeline[index + 1]);
    return activity === undefined ? [] : [{ activity, at: entry.at }];
  });
}

/** Where the ticket stands; any other combination is named as it is. */
export function standingOf(view: TicketView): string {
  if (view.state === "completed") return view.outcome ?? "completed";
  return view.state === "in_approval" ? (view.phase ?? "in_approval") : view.state;
}
