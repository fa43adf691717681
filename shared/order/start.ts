import type * as z from "zod";
import { can, personOf, type Ctx } from "#shared/core/ctx.ts";
import { after, secondMs } from "#shared/core/clock.ts";
import { AppError, invalid, type Issue } from "#shared/core/error.ts";
import { newId } from "#shared/core/id.ts";
import { getUser, getUserByEmail } from "#shared/org/load.ts";
import { getPlanVersion, getPublishedPlan } from "#shared/plan/load.ts";
import type { PlanDocument } from "#shared/plan/schema.ts";
import { brokenSteps } from "#shared/plan/broken.ts";
import { loadSettings } from "#shared/setting/load.ts";
import type { Write } from "#shared/table/commit.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { loadReadable } from "./access.ts";
import { newOrder } from "./blank.ts";
import { buildNodes, named, peopleIn, type Given } from "./build.ts";
import { filledIssues } from "./filled.ts";
import { approvalHash, gatesOf } from "./gates.ts";
import { makeOrder } from "./make.ts";
import { moverOf } from "./commit.ts";
import type { NodeRecord, OrderRecord } from "./record.ts";
import { isAutomatic } from "./slots.ts";
import type { StartInput } from "./schema.ts";

/** A version of a plan, as a run needs it. */
export type LoadedPlan = { planId: string; version: number; document: PlanDocument; hash: string };

export async function loadPlan(planId: string, version: number): Promise<LoadedPlan> {
  const { document, hash } = await getPlanVersion(planId, version);
  return { planId, version, document, hash };
}

/** How an order came to be, beside its plan. */
export type Occasion = Pick<
  OrderRecord,
  "mode" | "trigger" | "requester" | "reason" | "startAt" | "isBreakGlass" | "ticket" | "watch"
> & {
  fromTrigger: Given;
  fromStarter: Given;
  approval: "as planned" | "none" | "one";
  /** What else belongs to its first commit. */
  writes?: (order: OrderRecord) => Write[];
};

/** People whom a plan names and who are still there, by mail address. */
export async function peopleOf(document: PlanDocument): Promise<Map<string, PersonRef>> {
  const emails = [...new Set(peopleIn(document))];
  const users = await Promise.all(emails.map(getUserByEmail));
  const found = users.filter((user) => user?.state === "active");
  return new Map(
    found.flatMap((user) => (user ? [[user.email, { id: user.userId, name: user.name }]] : [])),
  );
}

export function approvalOf(
  document: PlanDocument,
  nodes: NodeRecord[],
  { approval, mode }: Pick<Occasion, "approval" | "mode">,
  people: ReadonlyMap<string, PersonRef>,
): OrderRecord["approval"] {
  if (approval === "none" || mode === "dry_run") return null;
  const isRisky = nodes.some(({ risk }) => risk === "high");
  const wanted = document.approval ?? { count: isRisky ? 1 : 0, from: [] };
  const count = approval === "one" ? Math.max(1, wanted.count) : wanted.count;
  if (count === 0) return null;
  return { count, from: named(wanted.from, people), by: [], hash: "" };
}

function overrideIssues(nodes: readonly NodeRecord[], given: Given): Issue[] {
  return Object.entries(given).flatMap(([stepId, values]) => {
    const path = `parameters.${stepId}`;
    const node = nodes.find((one) => one.stepId === stepId && one.kind === "action");
    if (node !== undefined) return filledIssues(node, values, path);
    return [{ path, code: "unknown_field", message: "The plan has no such step." }];
  });
}

/** A plan whose actions can't work is refused as a whole: no step is ever left out silently. */
async function assertWhole(document: PlanDocument): Promise<void> {
  const broken = await brokenSteps(document);
  if (broken.length === 0) return;
  const issues = broken.map(({ stepId, action, reason, setting }) => {
    const why = reason === "gone" ? "is gone" : `needs the settings ${setting}`;
    return { path: `steps.${stepId}`, code: reason, message: `The action ${action} ${why}.` };
  });
  throw new AppError("PLAN_BROKEN", "Actions of this plan can't work.", { issues });
}

/** What only one run holds at a time; null: any number may run side by side. */
export function lockKeyOf(
  { document, planId }: Pick<LoadedPlan, "document" | "planId">,
  isAutomatic: boolean,
): string | null {
  const { concurrencyKey, cooldownSeconds } = document;
  const isAlone = cooldownSeconds > 0 || isAutomatic;
  return concurrencyKey ?? (isAlone ? `plan:${planId}` : null);
}

/** Makes an order of a plan's version. Throws INVALID_INPUT for values that do not fit, ORDER_HELD, COOLING_DOWN. */
export async function orderOfPlan(
  ctx: Ctx,
  loaded: LoadedPlan,
  occasion: Occasion,
): Promise<string> {
  const { document } = loaded;
  await assertWhole(document);
  const orderId = newId("order", Date.parse(ctx.now));
  const people = await peopleOf(document);
  const { fromTrigger, fromStarter } = occasion;
  const nodes = buildNodes({ orderId, document, fromTrigger, fromStarter, people });
  const issues = overrideIssues(nodes, fromStarter);
  if (issues.length > 0) throw invalid(issues);
  const { platform } = await loadSettings(["platform"]);
  const plan = { id: loaded.planId, version: loaded.version, hash: loaded.hash };
  const approval = approvalOf(document, nodes, occasion, people);
  const hash = approvalHash({ plan, mode: occasion.mode, startAt: occasion.startAt }, nodes);
  const { cooldownSeconds } = document;
  const key = lockKeyOf(loaded, isAutomatic(occasion));
  const owners = named(document.owners, people);
  const { mode, trigger, requester, reason, startAt, isBreakGlass, ticket, watch } = occasion;
  const isHeld = key !== null && mode !== "dry_run";
  const order = newOrder({
    orderId,
    version: 1,
    state: "running",
    name: document.name,
    ticket,
    plan,
    scene: document.scene,
    mode,
    trigger,
    requester,
    reason,
    nodeCount: nodes.length,
    lock: isHeld ? { key, cooldownSeconds: mode === "drill" ? 0 : cooldownSeconds } : null,
    approval: approval && { ...approval, hash },
    review: isBreakGlass
      ? reviewBy(owners, requester, after(ctx.now, platform.reviewSeconds * secondMs))
      : null,
    watch,
    isBreakGlass,
    cleansUp: mode === "drill" && document.cleanUpDrills,
    owners,
    startAt,
    timeoutSeconds: platform.orderTimeoutSeconds,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  const isWarm = mode === "drill" || isBreakGlass;
  const gates = await gatesOf(nodes);
  const writes = occasion.writes?.(order) ?? [];
  await makeOrder(ctx, { order, nodes, gates, mover: moverOf(ctx), isWarm, writes });
  return orderId;
}

/** The owners but the one who started it. */
export function reviewersOf(owners: PersonRef[], starterId: string): PersonRef[] {
  return owners.filter(({ id }) => id !== starterId);
}

function reviewBy(owners: PersonRef[], { id }: PersonRef, dueAt: string): OrderRecord["review"] {
  const open = { doneBy: null, doneAt: null, isJustified: null, comment: null, remindedAt: null };
  return { by: reviewersOf(owners, id), dueAt, ...open };
}

type Input = z.output<typeof StartInput>;

/** What an earlier order was run with: its version, and what was given for that run. */
export async function repeated(ctx: Ctx, from: string): Promise<{ version: number; given: Given }> {
  const { page } = await loadReadable(ctx, from);
  const { plan } = page.order;
  if (plan === null) throw new AppError("WRONG_STATE", "That order is not the run of a plan.");
  const given = page.nodes.flatMap(({ stepId, kind, parameters, sources }) => {
    const own = Object.entries(parameters).filter(([key]) =>
      ["run", "confirm"].includes(sources[key] ?? ""),
    );
    return kind === "action" && own.length > 0 ? [[stepId, Object.fromEntries(own)] as const] : [];
  });
  return { version: plan.version, given: Object.fromEntries(given) };
}

export async function isNamedForGlass(ctx: Ctx, { breakGlass }: PlanDocument): Promise<boolean> {
  if (breakGlass.length === 0) return false;
  const user = await getUser(personOf(ctx).userId);
  return user !== undefined && breakGlass.includes(user.email);
}

/** Operators start plans; people named for it start them behind broken glass, and are asked why afterwards. */
async function assertMayStart(ctx: Ctx, { document }: LoadedPlan, input: Input): Promise<void> {
  if (!input.isBreakGlass) {
    if (can(ctx, "order:operate")) return;
    throw new AppError("FORBIDDEN", "This needs the permission order:operate.");
  }
  if (!(await isNamedForGlass(ctx, document))) {
    throw new AppError("FORBIDDEN", "You are not named to start this plan without approval.");
  }
  if (input.reason === undefined) {
    const message = "Say why there is no time to ask.";
    throw invalid([{ path: "reason", code: "required", message }]);
  }
}

/** Sets a plan going, now or at its hour. Returns the order's id. */
export async function startOrder(ctx: Ctx, input: Input): Promise<string> {
  const before = input.from === undefined ? null : await repeated(ctx, input.from);
  const version = input.version ?? before?.version;
  const { planId } = input;
  const { version: newest } = await getPublishedPlan(planId);
  const loaded = await loadPlan(planId, version ?? newest);
  await assertMayStart(ctx, loaded, input);
  const { userId: id, name } = personOf(ctx);
  const { mode, startAt = null, reason = null, riskEventId, isBreakGlass } = input;
  const kind = riskEventId !== undefined ? "RISK_EVENT" : startAt !== null ? "SCHEDULE" : "MANUAL";
  return orderOfPlan(ctx, loaded, {
    mode,
    trigger: { kind, sourceId: riskEventId ?? null, labels: {} },
    requester: { id, name },
    reason,
    startAt,
    isBreakGlass,
    ticket: null,
    watch: null,
    fromTrigger: {},
    fromStarter: { ...before?.given, ...input.parameters },
    approval: isBreakGlass ? "none" : "as planned",
  });
}
