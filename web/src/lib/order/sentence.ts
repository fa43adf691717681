import type { MessageKey } from "#lib/i18n/catalog.ts";
import { formatList, formatMoment } from "#lib/i18n/format.ts";
import { inMine, locale, t } from "#lib/i18n/i18n.svelte.ts";
import { isPlatform, peopleText } from "#lib/ticket/people-text.ts";
import type { OrderNodeView, OrderView } from "#shared/order/view/schema.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { currentNode, isAwaitingPeople, isEnded, isStuck } from "./current.ts";
import { lengthText, orderMs } from "./length.ts";
import { endedTargets } from "./targets.ts";

/** Who reads it, and when. */
export type Reader = { myId: string | undefined; nowMs: number };

/** A step in a sentence: `2.1 Promote the standby`. */
export function stepName({ label, name }: Pick<OrderNodeView, "label" | "name">): string {
  return `${label} ${inMine(name)}`;
}

/** Those who are asked: "you", names, or any operator. */
function asked(people: readonly PersonRef[], { myId }: Reader): string {
  if (people.length === 0) return t("orders.sentence.anyOperator");
  if (people.length === 1 && people[0]?.id === myId) return t("orders.sentence.you");
  return peopleText(people, "disjunction");
}

/** "By then this happens", or nothing where time changes nothing. */
function until(at: string | null, key: MessageKey, { nowMs }: Reader): string {
  return at === null ? "" : t(key, { time: formatMoment(at, nowMs) });
}

function paramsText(order: OrderView, reader: Reader): string {
  const lacking = order.nodes.filter(({ missing }) => missing.length > 0);
  const count = lacking.reduce((sum, { missing }) => sum + missing.length, 0);
  const steps = formatList(lacking.slice(0, 3).map(stepName));
  return [
    t("orders.sentence.waitingParams", { count, steps }),
    until(order.dueAt, "orders.sentence.thenExpires", reader),
  ].join(gap());
}

function approvalText(order: OrderView, reader: Reader): string {
  const { approval, requester } = order;
  const from = (approval?.from ?? []).filter(
    ({ id }) => id !== requester.id && !approval?.by.some((person) => person.id === id),
  );
  const count = approval?.count ?? 1;
  const given = approval?.by.length ?? 0;
  const people =
    from.length === 0
      ? t("orders.sentence.anyOtherOperator", { name: requester.name })
      : asked(from, reader);
  return [
    t("orders.sentence.pendingApproval", { people }),
    count > 1 ? t("orders.sentence.approvalsGiven", { given, total: count }) : "",
    until(order.dueAt, "orders.sentence.thenExpires", reader),
  ]
    .filter(Boolean)
    .join(gap());
}

function progressText(node: OrderNodeView): string {
  if (node.targets === null || node.targets.length === 0) return "";
  const done = endedTargets(node.targets);
  return t("orders.sentence.targets", { done, count: node.targets.length });
}

function runningText(order: OrderView, reader: Reader): string {
  const node = currentNode(order);
  if (node === undefined) return t("orders.sentence.runningOn");
  const step = stepName(node);
  const isWaitingForBatch = node.state === "running" && node.dueAt !== null;
  const what = isAwaitingPeople(node)
    ? t("orders.sentence.byHand", { people: asked(node.people, reader), step })
    : t("orders.sentence.running", { step });
  const next = isWaitingForBatch
    ? until(node.dueAt, "orders.sentence.nextBatch", reader)
    : until(order.deadlineAt, "orders.sentence.mustEnd", reader);
  return [what, progressText(node), order.isPausing ? t("orders.sentence.pausing", { step }) : next]
    .filter(Boolean)
    .join(gap());
}

function confirmText(order: OrderView, reader: Reader): string {
  const node = currentNode(order);
  if (node === undefined) return "";
  const { confirmers, missing, strategy, dueAt } = node;
  const people = asked(confirmers, reader);
  const key = missing.length > 0 ? "confirmAndFill" : "confirm";
  return [
    t(`orders.sentence.${key}`, { people, step: stepName(node), count: missing.length }),
    until(dueAt, `orders.sentence.unconfirmed.${strategy.ifUnconfirmed}`, reader),
  ]
    .filter(Boolean)
    .join(gap());
}

function stuckText(node: OrderNodeView): string {
  const step = stepName(node);
  if (node.skipAskedBy !== null) {
    return t("orders.sentence.skipAsked", { name: node.skipAskedBy.name, step });
  }
  const state = node.state as "failed" | "timed_out" | "unknown" | "cancelled";
  return t(`orders.sentence.stuck.${state}`, { step });
}

/** Why it rests: somebody paused it, or did not confirm. */
function restText({ timeline }: OrderView): string {
  const last = timeline.findLast(
    ({ type }) => type === "order.pausing" || type === "node.declined",
  );
  if (last === undefined) return t("orders.sentence.paused");
  const step = last.data.step ? inMine(last.data.step) : "";
  if (last.type === "order.pausing")
    return t("orders.sentence.pausedBy", { name: last.actor.name });
  if (isPlatform(last.actor)) return t("orders.sentence.unconfirmedStep", { step });
  return t("orders.sentence.declinedBy", { name: last.actor.name, step });
}

function pausedText(order: OrderView): string {
  const node = currentNode(order);
  const held = order.lockKey === null ? "" : t("orders.sentence.held", { key: order.lockKey });
  const why = node !== undefined && isStuck(node) ? stuckText(node) : restText(order);
  return [why, held].filter(Boolean).join(gap());
}

function cancellingText(order: OrderView): string {
  const node = currentNode(order);
  if (node?.state !== "running") return t("orders.sentence.cancelling");
  return t("orders.sentence.cancellingStep", { step: stepName(node) });
}

function rollingBackText(order: OrderView): string {
  const node = currentNode(order);
  if (node === undefined) return t("orders.sentence.rollingBack");
  const { done, nodeCount } = order;
  return t("orders.sentence.rollingBackStep", {
    step: stepName(node),
    place: done + 1,
    count: nodeCount,
  });
}

/** What came of it, and what is still open. */
function endText(order: OrderView, reader: Reader): string {
  const { state, endedAt, nodes, timeline } = order;
  const time = endedAt === null ? "" : formatMoment(endedAt, reader.nowMs);
  const ms = orderMs(order, reader.nowMs);
  const length = ms === null ? "" : lengthText(ms);
  const bad = nodes.filter(
    (node) => node.kind !== "group" && (isStuck(node) || node.state === "skipped"),
  );
  const failed = nodes.find((node) => node.kind === "action" && isStuck(node));
  const said = timeline.findLast(({ type }) => type === "order.ended");
  const by = timeline.findLast(
    ({ type }) => type === "order.cancelling" || type === "order.rejected",
  );
  const values = {
    time,
    length,
    count: bad.length,
    step: failed ? stepName(failed) : "",
    name: by?.actor.name ?? said?.actor.name ?? "",
  };
  const isWithStep = state === "failed" && failed !== undefined;
  const hasBegun = order.startedAt !== null;
  const key = isWithStep
    ? "failedAt"
    : state === "cancelled" && !hasBegun
      ? "cancelledBefore"
      : state;
  return t(`orders.sentence.ended.${key}` as MessageKey, values);
}

function watchText({ watch }: OrderView, reader: Reader): string {
  if (watch === null) return "";
  if (watch.verdict !== null) return t(`orders.sentence.verdict.${watch.verdict}`);
  return until(watch.until, "orders.sentence.watching", reader);
}

function reviewText({ review }: OrderView, reader: Reader): string {
  if (review === null) return "";
  if (review.doneBy === null) {
    const people = review.by.length === 0 ? t("orders.sentence.nobody") : asked(review.by, reader);
    const time = formatMoment(review.dueAt, reader.nowMs);
    return t("orders.sentence.reviewOpen", { people, time });
  }
  const key = review.isJustified ? "justified" : "unjustified";
  return t(`orders.sentence.review.${key}`, { name: review.doneBy.name });
}

function stateText(order: OrderView, reader: Reader): string {
  if (isEnded(order)) {
    return [endText(order, reader), watchText(order, reader)].filter(Boolean).join(gap());
  }
  switch (order.state) {
    case "waiting_params":
      return paramsText(order, reader);
    case "pending_approval":
      return approvalText(order, reader);
    case "scheduled": {
      const key = isPlatform(order.requester) ? "startsItself" : "scheduled";
      return until(order.startAt, `orders.sentence.${key}`, reader);
    }
    case "waiting_confirm":
      return confirmText(order, reader);
    case "paused":
      return pausedText(order);
    case "cancelling":
      return cancellingText(order);
    case "rolling_back":
      return order.isPausing
        ? [rollingBackText(order), t("orders.sentence.pausingBack")].join(gap())
        : rollingBackText(order);
    default:
      return runningText(order, reader);
  }
}

function gap(): string {
  return locale() === "zh-CN" ? "" : " ";
}

/** What a run waits for, until when, and what happens then; or how it ended and what is still open. */
export function orderSentence(order: OrderView, reader: Reader): string {
  return [stateText(order, reader), reviewText(order, reader)].filter(Boolean).join(gap());
}
