import { withPeople } from "#shared/approval/resolve.ts";
import type { Asked, Change, Mover, Situation } from "#shared/approval/situation.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import type { ErrorCode } from "#shared/core/error.ts";
import { runFor } from "#shared/plan/create.ts";
import { createRun } from "#shared/plan/store.ts";
import { commit, type Write } from "#shared/table/commit.ts";
import { getTemplateVersion } from "#shared/template/load.ts";
import type { SubmissionRecord } from "./record.ts";
import type { PersonRef } from "./schema.ts";
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

/** Lets the engine decide on a loaded ticket; questions about people are answered from the organisation. */
export async function decideMove<Result>(
  ctx: Ctx,
  core: Core,
  move: (situation: Situation) => Result,
  given: { onBehalfOf?: PersonRef | null; people?: ReadonlyMap<string, Asked> } = {},
): Promise<Result> {
  const { ticket, tasks } = core;
  const { document } = await getTemplateVersion(ticket.templateId, ticket.templateVersion);
  const { values } = currentSubmission(core);
  const subject = {
    requester: ticket.requester,
    departmentId: ticket.department?.id ?? null,
    values,
  };
  const mover = moverOf(ctx, given.onBehalfOf);
  return withPeople(
    document.chain,
    subject,
    (people) => move({ document, ticket, values, tasks, now: ctx.now, mover, people }),
    given.people,
  );
}

/** Writes an engine change with everything that hangs on it, in one commit. */
export async function commitChange(
  ctx: Ctx,
  core: Core,
  change: Change,
  extra: { writes?: Write[]; taken?: ErrorCode; ref?: string } = {},
): Promise<void> {
  const { values } = currentSubmission(core);
  const { writes, audit } = writesOf(change, extra.taken);
  const runs = change.automations.flatMap(({ task, node }) =>
    createRun(runFor(task, node, change.ticket, values)),
  );
  await commit(ctx, {
    audit,
    writes: [...writes, ...runs, ...(extra.writes ?? [])],
    ref: extra.ref ?? change.ticket.ticketId,
  });
}
