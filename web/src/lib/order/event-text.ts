import type { MessageKey } from "#lib/i18n/catalog.ts";
import { hasMessage, inMine, t } from "#lib/i18n/i18n.svelte.ts";
import { looks, type Tone } from "#lib/state-look.ts";
import { isPlatform, peopleText, personName } from "#lib/ticket/people-text.ts";
import type { EndState, NodeState } from "#shared/order/schema.ts";
import type { OrderEventView } from "#shared/order/view/schema.ts";

const calls = ["start", "cancel", "find"] as const;

/** The text's name where a type of event is told in several ways. */
function variantOf({ type, data, actor }: OrderEventView): string {
  const { to, comment, call, count, failed } = data;
  switch (type) {
    case "order.ended":
      return `orderevents.ended.${to}`;
    case "order.created":
      return isPlatform(actor) ? "orderevents.createdByAlert" : "orderevents.order.created";
    case "order.judged":
    case "order.reviewed":
      return `orderevents.${type === "order.judged" ? "judged" : "reviewed"}.${to}`;
    case "order.reviewOverdue":
      return "orderevents.reviewOverdue";
    case "group.ended":
      return `orderevents.groupEnded.${to}`;
    case "node.declined":
      return comment === "time" ? "orderevents.unconfirmed" : "orderevents.node.declined";
    case "node.skipped":
      return comment === "forced" ? "orderevents.leftOut" : "orderevents.node.skipped";
    case "node.called":
      return `orderevents.called.${calls.find((one) => one === call) ?? "step"}`;
    case "node.started":
      return count === undefined ? "orderevents.node.started" : "orderevents.startedOn";
    case "node.succeeded":
      return failed ? "orderevents.succeededPartly" : "orderevents.node.succeeded";
    default:
      return `orderevents.${type}`;
  }
}

function stepOf({ data: { step, label } }: OrderEventView): string {
  return step ? [label, inMine(step)].filter(Boolean).join(" ") : "";
}

/** Who did what, as one sentence without its time. */
export function eventText(event: OrderEventView): string {
  const { actor, data } = event;
  const { count = 0, failed = 0, call = "", people = [], target = "" } = data;
  const key = variantOf(event);
  const known = hasMessage(key) ? key : (`orderevents.${event.type}` as MessageKey);
  return t(known, {
    actor: personName(actor),
    step: stepOf(event),
    people: peopleText(people),
    ...{ count, failed, call, target },
  });
}

/** Whether what was said is somebody's own words. */
export function eventComment({ type, data: { comment, error } }: OrderEventView): string {
  const isCode =
    (type === "node.declined" && comment === "time") ||
    (type === "node.skipped" && comment === "forced");
  return (isCode ? undefined : comment) ?? error ?? "";
}

/** By which door, where it was not the page; of the platform's own entries none. */
export function eventChannel({ actor, channel }: OrderEventView): string {
  if (isPlatform(actor) || channel === "web" || channel === "system") return "";
  return t(`ticket.channel.${channel}`);
}

const tones: Partial<Record<OrderEventView["type"], Tone>> = {
  "order.created": "waiting",
  "order.started": "waiting",
  "order.approved": "done",
  "order.rejected": "failed",
  "order.expired": "void",
  "order.pausing": "returned",
  "order.paused": "returned",
  "order.cancelling": "failed",
  "order.rollingBack": "returned",
  "group.forced": "failed",
  "node.waiting": "waiting",
  "node.confirmed": "done",
  "node.declined": "returned",
  "node.succeeded": "done",
  "node.failed": "failed",
  "node.timedOut": "failed",
  "node.unknown": "returned",
  "node.skipAsked": "returned",
  "node.skipped": "returned",
  "node.completedByHand": "done",
  "node.failedByHand": "failed",
  "node.personAsked": "waiting",
};

/** The colour of an event's dot: only turning points have one. */
export function eventTone({ type, data: { to } }: OrderEventView): Tone {
  if (type === "order.ended") return looks.order[to as EndState]?.tone ?? "void";
  if (type === "group.ended") return looks.node[to as NodeState]?.tone ?? "void";
  if (type === "order.judged") return to === "effective" ? "done" : "failed";
  return tones[type] ?? "void";
}
