import { after, secondMs } from "#shared/core/clock.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { listRoleMembers } from "#shared/org/load.ts";
import { attachAlert, judgeIneffective } from "#shared/order/engine/review.ts";
import { isEnded, type Frame } from "#shared/order/engine/frame.ts";
import type { Change } from "#shared/order/engine/move.ts";
import { commitChange, eventRows } from "#shared/order/commit.ts";
import { enterRuns } from "#shared/order/slots.ts";
import { orderOfPlan } from "#shared/order/start.ts";
import { loadFrame } from "#shared/order/store.ts";
import { autonomyOf } from "#shared/plan/autonomy.ts";
import { brokenSteps } from "#shared/plan/broken.ts";
import { getPlanRecord, getPlanVersion } from "#shared/plan/load.ts";
import type { PlanRecord } from "#shared/plan/record.ts";
import {
  Guardrails,
  type Autonomy,
  type PlanDocument,
  type PlanTrigger,
} from "#shared/plan/schema.ts";
import { isTriggerToken } from "#shared/plan/trigger-token.ts";
import { loadSettings } from "#shared/setting/load.ts";
import { commit } from "#shared/table/commit.ts";
import { afresh } from "#shared/table/retry.ts";
import type { Recipient } from "#shared/ticket/record.ts";
import { holdOf, isShareUnknown, recentOf, wasTold, type Alert } from "./guard.ts";
import { givenBy, isMeant, targetsIn } from "./match.ts";
import type { GuardRecord, TriggerRecord } from "./record.ts";
import type { HoldReason, TriggerInput, TriggerOutcome } from "./schema.ts";
import { loadGuard, putGuard, triggerRow } from "./store.ts";

type Input = TriggerInput & { planId: string; token: string };
export type Triggered = {
  outcome: TriggerOutcome;
  reason: HoldReason | null;
  orderId: string | null;
};

/** Everything that a decision about one alert rests on. */
type Case = {
  ctx: Ctx;
  input: TriggerInput;
  plan: PlanRecord;
  document: PlanDocument;
  trigger: PlanTrigger;
  guardrails: Guardrails;
  guard: GuardRecord;
  alert: Alert;
};

const usualGuardrails = Guardrails.parse({});

/**
 * Takes an alert for a plan. Its bearer token opens this plan and nothing else. The same alert may come any number of
 * times: while a run answers it, it is attached to that run.
 */
export async function triggerPlan(
  ctx: Ctx,
  { planId, token, ...input }: Input,
): Promise<Triggered> {
  const plan = await getPlanRecord(planId).catch(() => undefined);
  if (plan === undefined || !isTriggerToken(plan, token)) throw notFound("plan");
  return afresh(() => decide(ctx, plan, input));
}

async function decide(ctx: Ctx, plan: PlanRecord, input: TriggerInput): Promise<Triggered> {
  const { features } = await loadSettings(["features"]);
  if (!features.planTriggers) return holdBack({ ctx, plan, input }, "switched_off");
  if (plan.state !== "published") return holdBack({ ctx, plan, input }, "not_published");
  const { document } = await getPlanVersion(plan.planId, plan.published);
  const { trigger } = document;
  if (trigger === undefined || !isMeant(trigger, input.labels)) {
    return note({ ctx, plan, input }, { outcome: "unmatched", reason: null, orderId: null });
  }
  const guardrails = document.scene === "SELF_RECOVERY" ? document.guardrails : usualGuardrails;
  const guard = await loadGuard(plan.planId);
  const recent = recentOf(guard.recent, ctx.now, guardrails);
  const { fingerprint, instances = null } = input;
  const alert = { fingerprint, targets: targetsIn(trigger, input.labels), instances };
  const known = { ctx, input, plan, document, trigger, guardrails, alert };
  return answer({ ...known, guard: { ...guard, recent } });
}

async function answer(given: Case): Promise<Triggered> {
  const { ctx, input, plan, document, guard, guardrails, alert } = given;
  const earlier = await earlierRun(given);
  if (input.status === "resolved") {
    const orderId = earlier?.order.orderId ?? null;
    return note(given, { outcome: "resolved", reason: null, orderId });
  }
  if (earlier !== null && !isEnded(earlier.order)) return attach(given, earlier);
  // The trouble is back although the run has done its work: it did not help.
  if (earlier !== null) await tell(ctx, earlier, judgeIneffective(earlier, ctx.now));
  if ((await brokenSteps(document)).length > 0) return holdBack(given, "broken");
  const level = autonomyOf(plan) ?? "suggest";
  if (level === "suggest") return suggest(given);
  const hold = holdOf(guardrails, guard.recent, alert, ctx.now);
  if (hold !== null) return holdBack(given, hold);
  return run(given, isShareUnknown(guardrails, alert) ? "one_click" : level);
}

/** The run that this trouble led to last. */
async function earlierRun({ guard, alert }: Case): Promise<Frame | null> {
  const same = guard.recent.filter(
    ({ fingerprint, orderId }) => fingerprint === alert.fingerprint && orderId !== null,
  );
  const orderId = same.at(-1)?.orderId;
  return orderId == null ? null : loadFrame(orderId);
}

async function tell(ctx: Ctx, frame: Frame, change: Change | null): Promise<void> {
  if (change !== null) await commitChange(ctx, frame, change, "other");
}

/** Adds to the run's history and leaves the run itself alone: alerts of a storm are not in each other's way. */
async function attach(given: Case, frame: Frame): Promise<Triggered> {
  const { ctx, input, plan } = given;
  const { orderId } = frame.order;
  const triggered: Triggered = { outcome: "attached", reason: null, orderId };
  const sourceId = `${input.source} ${input.fingerprint}`;
  const events = await eventRows(attachAlert(frame, ctx.now, sourceId));
  const audit = [triggerRow(rowOf(given, triggered)), ...events] as const;
  await commit(ctx, { audit: [...audit], writes: [], ref: plan.planId });
  return triggered;
}

type Known = Pick<Case, "ctx" | "plan" | "input">;

function rowOf(
  { ctx, plan, input }: Known,
  triggered: Triggered,
  notify: Recipient[] = [],
): Omit<TriggerRecord, "triggerId"> {
  const { source, fingerprint, labels } = input;
  const { planId, name } = plan;
  return { planId, at: ctx.now, source, fingerprint, labels, ...triggered, plan: name, notify };
}

/** Nothing happens, and that is on record. */
async function note(known: Known, triggered: Triggered): Promise<Triggered> {
  const { ctx, plan } = known;
  await commit(ctx, { audit: [triggerRow(rowOf(known, triggered))], writes: [], ref: plan.planId });
  return triggered;
}

function holdBack(known: Known, reason: HoldReason): Promise<Triggered> {
  return note(known, { outcome: "held_back", reason, orderId: null });
}

function remembered({ guard, alert, ctx }: Case, orderId: string | null): GuardRecord {
  const { fingerprint, targets } = alert;
  return { ...guard, recent: [...guard.recent, { at: ctx.now, orderId, fingerprint, targets }] };
}

/** People are told that this plan may help; once in a while, however often the alert comes. */
async function suggest(given: Case): Promise<Triggered> {
  const { ctx, plan, guard, guardrails, alert } = given;
  const triggered: Triggered = { outcome: "suggested", reason: null, orderId: null };
  if (wasTold(guardrails, guard.recent, alert, ctx.now)) return holdBack(given, "too_soon");
  const operators = await listRoleMembers("operator");
  const notify = operators.map(({ id: userId }) => ({ kind: "order.suggested" as const, userId }));
  await commit(ctx, {
    audit: [triggerRow(rowOf(given, triggered, notify))],
    writes: [putGuard(remembered(given, null))],
    ref: plan.planId,
  });
  return triggered;
}

const outcomes = {
  one_click: "asked",
  auto_with_veto: "announced",
  auto: "started",
} as const satisfies Record<Exclude<Autonomy, "suggest">, TriggerOutcome>;

/** Makes an order of it: at once, after a while in which anybody may stop it, or when somebody says yes. */
async function run(given: Case, level: keyof typeof outcomes): Promise<Triggered> {
  const { ctx, plan, input, document, guardrails } = given;
  const { platform } = await loadSettings(["platform"]);
  const { hash } = await getPlanVersion(plan.planId, plan.published);
  const loaded = { planId: plan.planId, version: plan.published, document, hash };
  const veto = level === "auto_with_veto" ? guardrails.vetoSeconds : 0;
  const outcome = outcomes[level];
  const { fingerprint, labels, kind } = input;
  try {
    const orderId = await orderOfPlan(ctx, loaded, {
      mode: "run",
      trigger: { kind, sourceId: fingerprint.slice(0, 80), labels },
      requester: { id: "system", name: "Countersign" },
      reason: null,
      startAt: veto === 0 ? null : after(ctx.now, veto * secondMs),
      isBreakGlass: false,
      ticket: null,
      watch: { fingerprint, seconds: guardrails.observeSeconds, until: null, verdict: null },
      fromTrigger: givenBy(document, labels),
      fromStarter: {},
      approval: level === "one_click" ? "one" : "none",
      writes: (order) => [
        putGuard(remembered(given, order.orderId)),
        triggerRow(rowOf(given, { outcome, reason: null, orderId: order.orderId })),
        ...enterRuns(order, platform.mostAutomaticRuns),
      ],
    });
    return { outcome, reason: null, orderId };
  } catch (error) {
    return refused(given, error);
  }
}

/** Somebody else's run holds the plan, or too many run: that is an outcome, not a failure. */
async function refused(given: Case, error: unknown): Promise<Triggered> {
  if (!(error instanceof AppError)) throw error;
  const { code, current } = error;
  if (code === "TOO_MANY") return holdBack(given, "runs_limit");
  if (code === "COOLING_DOWN") return holdBack(given, "cooling_down");
  const holder = current?.["orderId"];
  if (code !== "ORDER_HELD" || typeof holder !== "string") throw error;
  return attach(given, await loadFrame(holder));
}
