import { withPeople } from "#shared/approval/resolve.ts";
import type { Asked, Change, Mover, Situation } from "#shared/approval/engine/situation.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import type { ErrorCode } from "#shared/core/error.ts";
import { loadCalendars } from "#shared/approval/calendars.ts";
import { runFor, taskOrderRows } from "#shared/order/create.ts";
import { stopRun } from "#shared/order/stop.ts";
import { commit, type Write } from "#shared/table/commit.ts";
import { getTemplateVersion } from "#shared/template/load.ts";
import type { SubmissionRecord } from "./record.ts";
import type { EventType } from "./timeline.ts";
import type { PersonRef } from "./state.ts";
import { writesOf, type Core } from "./store.ts";

/** Who moves the ticket, as the timeline will show it. */
export function moverOf(ctx: Ctx, onBehalfOf: PersonRef | null = null): Mover {
  if (ctx.actor.kind === "system") {
    return { person: { id: "system", name: "Countersign" }, channel: "system", onBehalfOf: null };
  }
  return {
    person: { id: ctx.actor.userId, name: ctx.actor.name },
    channel: ctx.channel,
    onBehalfOf,
  };
}

/** The round that counts: the newest that was submitted, or the draft of the first. */
export function currentSubmission(core: Core): SubmissionRecord {
  const submission = core.submissions.find(({ round }) => round === core.ticket.round);
  if (submission === undefined)
    throw new Error(`ticket ${core.ticket.ticketId} has no round ${core.ticket.round}`);
  return submission;
}

type Given = { onBehalfOf?: PersonRef | null; people?: ReadonlyMap<string, Asked> };

/** Lets the engine decide on a loaded ticket; questions about people are answered from the organisation. */
export async function decideMove<Result>(
  ctx: Ctx,
  core: Core,
  move: (situation: Situation) => Result,
  given: Given = {},
): Promise<Result> {
  const { ticket, tasks } = core;
  const { document } = await getTemplateVersion(ticket.templateId, ticket.templateVersion);
  const { values, choices } = currentSubmission(core);
  const departmentId = ticket.department?.id ?? null;
  const subject = { requester: ticket.requester, departmentId, values, choices };
  const calendars = await loadCalendars(document.chain);
  const mover = moverOf(ctx, given.onBehalfOf);
  const known = { document, ticket, values, tasks, now: ctx.now, mover, calendars };
  return withPeople(document.chain, subject, (people) => move({ ...known, people }), given.people);
}

const followed = new Set<EventType>(["task.returned", "automation.returned", "ticket.completed"]);

/** Followers hear of a return and of the end; who is told anyway is not told twice. */
function tellFollowers(change: Change, followers: string[]): Change {
  if (followers.length === 0) return change;
  const events = change.events.map((event) => {
    if (!followed.has(event.type)) return event;
    const told = new Set([event.actor.id, ...event.notify.map(({ userId }) => userId)]);
    const others = followers.filter((userId) => !told.has(userId));
    const kind = event.type === "ticket.completed" ? "ticket.completed" : "ticket.returned";
    return {
      ...event,
      notify: [...event.notify, ...others.map((userId) => ({ kind, userId }) as const)],
    };
  });
  return { ...change, events };
}

/** Writes an engine change with everything that hangs on it, in one commit. */
export async function commitChange(
  ctx: Ctx,
  core: Core,
  change: Change,
  extra: { writes?: Write[]; taken?: ErrorCode; ref?: string } = {},
): Promise<void> {
  const { values } = currentSubmission(core);
  const { writes, audit } = writesOf(tellFollowers(change, core.followers), extra.taken);
  const runs = change.automations.flatMap(({ task, node }) =>
    taskOrderRows(runFor(task, node, change.ticket, values)),
  );
  const stops = await Promise.all(
    change.stopped.map((task) => stopRun(task, moverOf(ctx).person, ctx.now)),
  );
  await commit(ctx, {
    audit,
    writes: [...writes, ...runs, ...stops.flat(), ...(extra.writes ?? [])],
    ref: extra.ref ?? change.ticket.ticketId,
  });
}
