import {
  automationMoved,
  automationReturned,
  type AutomationEnd,
} from "#shared/approval/engine/automation.ts";
import type { Change } from "#shared/approval/engine/situation.ts";
import { auditWrite } from "#shared/audit/write.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { listRoleMembers } from "#shared/org/load.ts";
import { commit, update, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { TaskEntity } from "#shared/ticket/entity.ts";
import { commitChange, decideMove } from "#shared/ticket/move.ts";
import { parseTaskId } from "#shared/ticket/record.ts";
import { loadCore, type Core } from "#shared/ticket/store.ts";
import type { Run } from "./engine.ts";
import { putRun, type Changer } from "./store.ts";

/** Commits a step of a run that does not concern its ticket: a claim, another look at a long operation. */
export async function commitStep(ctx: Ctx, before: Run, after: Run, action: string): Promise<void> {
  const { orderId } = before.order;
  const node = after.nodes.find((one, index) => one !== before.nodes[index]);
  await commit(ctx, {
    writes: [
      ...putRun(before, after, "machine"),
      ...(action === "node.claim" ? taskRuns(after) : []),
    ],
    audit: [
      auditWrite(ctx, action, orderId, {
        seq: node?.seq,
        attempt: node?.attempt,
        state: node?.state,
      }),
    ],
    ref: orderId,
  });
}

/** The automation task shows `running` from its first attempt on. */
function taskRuns({ order, nodes }: Run): Write[] {
  if (nodes.some((node) => node.attempt > 1)) return [];
  const key = parseTaskId(order.orderId);
  const params = TaskEntity.patch(key).set({ state: "running" }).params(here());
  return [update(params)];
}

/** What a step of a run means for the automation task of its ticket. */
export type Meaning = Pick<AutomationEnd, "event" | "comment">;

function resultOf(after: Run): AutomationEnd["result"] {
  if (after.order.state === "succeeded") return "done";
  return after.order.state === "paused" ? "failed" : "running";
}

/** Commits a step of a run together with what it does to its ticket: both or neither. */
export async function commitWithTicket(
  ctx: Ctx,
  before: Run,
  after: Run,
  meaning: Meaning,
  changer: Changer = "other",
): Promise<void> {
  const result = resultOf(after);
  const tell = result === "failed" ? await listRoleMembers("operator") : [];
  const { seq } = parseTaskId(before.order.orderId);
  await commitBoth(ctx, { before, after, changer }, (core) =>
    decideMove(ctx, core, (situation) =>
      automationMoved(situation, { seq, result, tell, ...meaning }),
    ),
  );
}

/** Commits the end of a run whose ticket goes back to its requester. */
export async function commitReturn(
  ctx: Ctx,
  before: Run,
  after: Run,
  reason: string,
): Promise<void> {
  const { seq } = parseTaskId(before.order.orderId);
  await commitBoth(ctx, { before, after, changer: "other" }, (core) =>
    decideMove(ctx, core, (situation) => automationReturned(situation, seq, reason)),
  );
}

// The order was read before its ticket: a ticket that refuses shows that the order is no longer as read either.
function isOvertaken(error: unknown): boolean {
  return error instanceof AppError && ["WRONG_STATE", "TICKET_CLOSED"].includes(error.code);
}

async function commitBoth(
  ctx: Ctx,
  { before, after, changer }: { before: Run; after: Run; changer: Changer },
  move: (core: Core) => Promise<Change>,
): Promise<void> {
  const core = await loadCore(before.order.ticket.id);
  if (core === undefined) throw new Error(`order ${before.order.orderId} has no ticket`);
  const change = await move(core).catch((error: unknown) => {
    throw isOvertaken(error) ? new AppError("CONFLICT", "The ticket has moved on.") : error;
  });
  await commitChange(ctx, core, change, {
    writes: putRun(before, after, changer),
    ref: before.order.orderId,
  });
}
