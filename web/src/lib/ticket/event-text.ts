import type { TimelineEntry } from "#shared/ticket/timeline.ts";
import { looks, type Tone } from "#lib/state-look.ts";
import { formatList } from "#lib/i18n/format.ts";
import { hasMessage, inMine, t } from "#lib/i18n/i18n.svelte.ts";
import { peopleText, personName } from "./people-text.ts";

/** Who did what, as one sentence without its time. */
export function eventText(entry: TimelineEntry): string {
  const { outcome } = entry.data;
  if (entry.type === "ticket.completed" && outcome && outcome !== "approved") {
    return t(`ticket.eventEnd.${outcome}`);
  }
  return t(`ticket.event.${entry.type}`, {
    actor: personName(entry.actor),
    people: peopleText(entry.data.people ?? []),
    score: entry.data.score ?? 0,
  });
}

/** Step, reason and the person in whose name it was done. */
export function eventDetail(entry: TimelineEntry): string[] {
  const { step, reason, steps, from, place, resource } = entry.data;
  const reasonKey = `ticket.eventReason.${reason}`;
  return [
    step ? inMine(step) : "",
    steps ? t("ticket.eventDetail.steps", { steps: formatList(steps.map(inMine)) }) : "",
    from && from.length > 0 ? t("ticket.eventDetail.from", { people: peopleText(from) }) : "",
    place ? t(`ticket.eventDetail.${place}`) : "",
    resource ? t("ticket.eventDetail.resource", { resource }) : "",
    entry.onBehalfOf ? t("ticket.onBehalfOf", { name: entry.onBehalfOf.name }) : "",
    reason !== undefined && hasMessage(reasonKey) ? t(reasonKey) : "",
  ].filter(Boolean);
}

/** The colour of an entry's dot: only turning points have one. */
export function eventTone(entry: TimelineEntry): Tone {
  switch (entry.type) {
    case "task.approved":
    case "task.confirmed":
    case "automation.done":
    case "automation.completedByHand":
      return "done";
    case "task.returned":
    case "automation.returned":
    case "task.timedOut":
    case "stage.askedAgain":
      return "returned";
    case "task.vetoed":
    case "automation.failed":
    case "ticket.blocked":
    case "ticket.closed":
      return "failed";
    case "ticket.submitted":
    case "ticket.resubmitted":
      return "waiting";
    case "ticket.completed":
      return entry.data.outcome ? looks.outcome[entry.data.outcome].tone : "done";
    default:
      return "void";
  }
}
