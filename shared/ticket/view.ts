import { withdrawalAllowed } from "#shared/approval/engine/end.ts";
import { stepsNow } from "#shared/approval/steps.ts";
import type { DelegationRecord } from "#shared/org/record.ts";
import type { TemplateDocument } from "#shared/template/schema.ts";
import { myTaskOf } from "./my-task.ts";
import { withoutHidden } from "./hidden.ts";
import {
  orderIdOf,
  taskIdOf,
  type SubmissionRecord,
  type TaskRecord,
  type TicketRecord,
} from "./record.ts";
import type { TaskView, TicketSummary, TicketView } from "./schema.ts";
import type { PersonRef } from "./state.ts";
import type { TimelineEntry } from "./timeline.ts";
import type { Page } from "./store.ts";

/** A ticket as lists show it. */
export function summaryView(ticket: TicketRecord): TicketSummary {
  const { ticketId, number, title, templateId, templateName, requester, department } = ticket;
  const { state, outcome, phase, round, waiting, summary } = ticket;
  const { createdAt, submittedAt, updatedAt, completedAt } = ticket;
  return {
    id: ticketId,
    number,
    title,
    templateId,
    templateName,
    requester,
    department,
    state,
    outcome,
    phase,
    round,
    waiting,
    summary,
    createdAt,
    submittedAt,
    updatedAt,
    completedAt,
  };
}

/** Those whose answers hold this task up. */
function awaitedBy(task: TaskRecord, all: TaskRecord[]): PersonRef[] {
  const { visit, slot, heldFor } = task;
  const awaited = all.filter(
    (one) =>
      one.visit === visit &&
      one.slot === slot &&
      one.nodeId === task.nodeId &&
      heldFor.includes(one.part) &&
      one.state === "pending",
  );
  return awaited.flatMap(({ assignee }) => assignee ?? []);
}

/** A task as its people see it. `all` are those of the ticket, where they are known. */
export function taskView(task: TaskRecord, all: TaskRecord[] = []): TaskView {
  const { ticketId, kind, nodeId, name, mode, round, visit, state, voidReason } = task;
  const { assignee, actedBy, delegationId, comment, createdAt, decidedAt, dueAt } = task;
  return {
    id: taskIdOf(task),
    ticketId,
    kind,
    nodeId,
    name,
    round,
    visit,
    mode,
    state,
    voidReason,
    assignee,
    actedBy,
    delegationId,
    comment,
    createdAt,
    decidedAt,
    dueAt,
    orderId: kind === "automate" ? orderIdOf(task) : null,
    addedBy: task.addedBy,
    isHeld: task.heldFor.length > 0,
    waitsFor: awaitedBy(task, all),
  };
}

/** The rounds that were submitted, oldest first, and the one that is shown: for its author the newest draft. */
function roundsOf(
  page: Page,
  isRequester: boolean,
): { shown: SubmissionRecord; past: SubmissionRecord[] } {
  const byRound = [...page.submissions].sort((a, b) => a.round - b.round);
  const visible = byRound.filter((one) => one.submittedAt !== null || isRequester);
  const shown = visible.at(-1);
  if (shown === undefined) throw new Error(`ticket ${page.ticket.ticketId} has no form`);
  return { shown, past: visible.filter((one) => one !== shown && one.submittedAt !== null) };
}

type Action = TicketView["actions"][number];

/** What those who work on a ticket, or administer it, may do beside deciding. */
function commonActions(page: Page, viewer: Viewer): Action[] {
  const { state, blocked } = page.ticket;
  const isOpen = state === "in_approval";
  const isLive = isOpen || state === "returned";
  const follow = page.followers.includes(viewer.userId) ? "unfollow" : "follow";
  return [
    "comment",
    follow,
    ...(isOpen && viewer.isInvolved && blocked === null ? (["block"] as const) : []),
    ...(isOpen && viewer.isInvolved && blocked !== null ? (["unblock", "escalate"] as const) : []),
    ...(isLive && viewer.isAdmin ? (["close"] as const) : []),
    ...(isOpen && viewer.isAdmin ? (["reassign"] as const) : []),
  ];
}

function actionsOf(page: Page, document: TemplateDocument, viewer: Viewer): Action[] {
  const isRequester = page.ticket.requester.id === viewer.userId;
  if (page.ticket.state === "draft") return isRequester ? ["edit", "submit", "delete"] : [];
  const own = isRequester ? requesterActions(page, document) : [];
  return [...own, ...commonActions(page, viewer)];
}

function requesterActions(page: Page, document: TemplateDocument): Action[] {
  const { ticket, tasks } = page;
  if (ticket.state === "returned") return ["edit", "resubmit", "withdraw"];
  if (ticket.state === "completed") {
    return ticket.rating === null && ticket.outcome !== "withdrawn" ? ["rate"] : [];
  }
  const mayWithdraw = withdrawalAllowed({ document, tasks, ticket });
  const isAsked = tasks.some((task) => task.state === "pending" && task.assignee !== null);
  return [...(mayWithdraw ? (["withdraw"] as const) : []), ...(isAsked ? (["urge"] as const) : [])];
}

function timelineOf(page: Page): TimelineEntry[] {
  return [...page.events]
    .sort((a, b) => a.seq - b.seq)
    .map(({ eventId: id, type, at, actor, channel, onBehalfOf, data }) => {
      return { id, type, at, actor, channel, onBehalfOf, data };
    });
}

export type Viewer = {
  userId: string;
  delegations: DelegationRecord[];
  names: Record<string, string>;
  isInvolved: boolean;
  isAdmin: boolean;
  /** Reads every ticket, whoever is asked: no field is hidden. */
  readsAll: boolean;
};

/** Everything the ticket page shows to this viewer. Pure: what is not in `page` is not shown. */
export function ticketView(page: Page, document: TemplateDocument, viewer: Viewer): TicketView {
  return withoutHidden(fullView(page, document, viewer), page, document.chain, viewer);
}

function fullView(page: Page, document: TemplateDocument, viewer: Viewer): TicketView {
  const { ticket, tasks } = page;
  const isRequester = ticket.requester.id === viewer.userId;
  const { shown, past } = roundsOf(page, isRequester);
  return {
    ...summaryView(ticket),
    title: shown.title,
    templateVersion: ticket.templateVersion,
    version: ticket.version,
    form: document.form,
    values: shown.values,
    names: viewer.names,
    history: past.map(({ round, submittedAt, values }) => ({
      round,
      submittedAt: submittedAt ?? ticket.createdAt,
      values,
    })),
    attachments: page.attachments.map(
      ({ attachmentId: id, name, size, type, state, uploadedBy }) => {
        return { id, name, size, type, state, uploadedBy };
      },
    ),
    tasks: tasks.map((task) => taskView(task, tasks)),
    chain: stepsNow(ticket, tasks, document.chain, shown.values, shown.foreseen),
    timeline: timelineOf(page),
    clocks: ticket.clocks,
    rating: ticket.rating,
    actions: actionsOf(page, document, viewer),
    myTask: myTaskOf(page, document.chain, viewer.userId, viewer.delegations),
    blocked: ticket.blocked,
    choices: shown.choices,
    original: shown.original,
    isFollowed: page.followers.includes(viewer.userId),
    seen: shown.hash,
  };
}
