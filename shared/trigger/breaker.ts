import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { getUserByEmail, listRoleMembers } from "#shared/org/load.ts";
import { autonomyOf, setAutonomy } from "#shared/plan/autonomy.ts";
import { getPlanVersion, loadWork } from "#shared/plan/load.ts";
import type { PlanRecord } from "#shared/plan/record.ts";
import { Autonomy } from "#shared/plan/schema.ts";
import { disablePlan } from "#shared/plan/switch.ts";
import { commit } from "#shared/table/commit.ts";
import { triggerRow } from "./store.ts";

/**
 * What a run that failed or did not help does to a plan of self-recovery: it may do less by itself, and after too
 * many in a row it is disabled. Bears being called again for the same run.
 */
export async function judgePlan(ctx: Ctx, planId: string): Promise<void> {
  const { plan, stats } = await loadWork(planId);
  const level = autonomyOf(plan);
  if (level === null || plan.state !== "published" || stats.ineffectiveInARow === 0) return;
  const { document } = await getPlanVersion(planId, plan.published);
  if (document.scene !== "SELF_RECOVERY") return;
  const orderId = stats.lastRunOrderId ?? "";
  if (stats.ineffectiveInARow >= document.guardrails.breakerAfter) {
    const reason = `${stats.ineffectiveInARow} runs in a row failed or did not help (${orderId}).`;
    // Told first, and once: a crash in between comes here again.
    await unlessOvertaken(() => page(ctx, plan, document.owners, orderId));
    return unlessOvertaken(() => disablePlan(ctx, { planId, reason }));
  }
  const reason = `The run ${orderId} failed or did not help.`;
  const lower = Autonomy.options[Autonomy.options.indexOf(level) - 1];
  if (lower === undefined || plan.autonomy?.reason === reason) return;
  await unlessOvertaken(() => setAutonomy(ctx, { planId, level: lower, reason }));
}

const overtaken = new Set<string>(["CONFLICT", "WRONG_STATE", "ALREADY_EXISTS"]);

/** Somebody changed the plan at the same moment: hers is the last word. */
async function unlessOvertaken(deed: () => Promise<unknown>): Promise<void> {
  try {
    await deed();
  } catch (error) {
    const isLate = error instanceof AppError && overtaken.has(error.code);
    if (!isLate) throw error;
  }
}

/** Owners and operators are told that the plan takes care of nothing any more. */
async function page(
  ctx: Ctx,
  { planId, name }: PlanRecord,
  owners: string[],
  orderId: string,
): Promise<void> {
  const users = await Promise.all(owners.map(getUserByEmail));
  const operators = await listRoleMembers("operator");
  const all = [...users.flatMap((user) => user?.userId ?? []), ...operators.map(({ id }) => id)];
  const notify = [...new Set(all)].map((userId) => ({ kind: "plan.disabled" as const, userId }));
  const record = {
    planId,
    at: ctx.now,
    source: "breaker",
    fingerprint: orderId,
    labels: {},
    outcome: "held_back",
    reason: "not_published",
    orderId,
    plan: name,
    notify,
  } as const;
  const row = triggerRow({ ...record, notify }, `trg_${orderId.slice("ord_".length)}`);
  await commit(ctx, { audit: [row], writes: [], ref: planId });
}
