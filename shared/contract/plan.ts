import * as z from "zod";
import { Scene } from "#shared/action/definition.ts";
import { PageQuery, pageOf } from "#shared/core/page.ts";
import { Autonomy, PlanDocument, PlanId, PlanState } from "#shared/plan/schema.ts";
import {
  Finding,
  PlanDifference,
  PlanSummary,
  PlanVersionView,
  PlanView,
  Readiness,
} from "#shared/plan/view-schema.ts";
import { operation } from "./operation.ts";

const params = z.strictObject({ id: PlanId });
const number = z.coerce.number().int().min(1).max(999_999);
const source = z.string().min(1).max(200_000);
/** The plan's `version` that was read. */
const version = z.number().int().min(1);
const reason = z.string().trim().min(1).max(2000);
const Which = z.union([z.literal("draft"), number]);
const AnyVersion = z.union([z.literal("draft"), z.number().int()]);

export const plan = {
  listPlans: operation({
    method: "GET",
    path: "/plans",
    summary: "Plans by name; those who write plans also see drafts",
    access: "plan:read",
    query: PageQuery.extend({
      /** Words that stand somewhere in names, symptoms, service or owners. */
      q: z.string().trim().max(120).default(""),
      scene: Scene.optional(),
      state: PlanState.optional(),
      /** Only those I own. */
      mine: z.stringbool().default(false),
    }),
    result: pageOf(PlanSummary),
  }),
  createPlan: operation({
    method: "POST",
    path: "/plans",
    summary: "Add a plan as a draft, of a source or of another plan's draft",
    access: "plan:manage",
    body: z.union([z.strictObject({ source }), z.strictObject({ from: PlanId })]),
    result: PlanView,
    status: 201,
  }),
  getPlan: operation({
    method: "GET",
    path: "/plans/{id}",
    summary: "A plan in rows: as a run would begin with it, a version of it, or its draft",
    access: "plan:read",
    params,
    query: z.strictObject({ version: Which.optional() }),
    result: PlanView,
  }),
  savePlan: operation({
    method: "PUT",
    path: "/plans/{id}",
    summary: "Save the draft; CONFLICT shows what somebody else saved since `version`",
    access: "plan:manage",
    params,
    body: z.strictObject({ source, version }),
    result: PlanView,
  }),
  checkPlan: operation({
    method: "POST",
    path: "/plans/{id}/check",
    summary: "What stands against publishing a source, or the draft as it was saved",
    access: "plan:manage",
    params,
    body: z.strictObject({ source: source.optional() }),
    result: z.object({ findings: z.array(Finding), document: PlanDocument.nullable() }),
  }),
  publishPlan: operation({
    method: "POST",
    path: "/plans/{id}/publish",
    summary: "Publish the draft; running orders keep their version",
    access: "plan:manage",
    params,
    body: z.strictObject({ reason, version: version.optional() }),
    result: PlanView,
  }),
  disablePlan: operation({
    method: "POST",
    path: "/plans/{id}/disable",
    summary: "Let no new run begin",
    access: "plan:manage",
    params,
    body: z.strictObject({ reason }),
    result: PlanView,
  }),
  enablePlan: operation({
    method: "POST",
    path: "/plans/{id}/enable",
    summary: "Let runs begin again",
    access: "plan:manage",
    params,
    result: PlanView,
  }),
  listPlanVersions: operation({
    method: "GET",
    path: "/plans/{id}/versions",
    summary: "Published versions, newest first",
    access: "plan:read",
    params,
    query: PageQuery,
    result: pageOf(PlanVersionView),
  }),
  getPlanVersion: operation({
    method: "GET",
    path: "/plans/{id}/versions/{number}",
    summary: "One published version",
    access: "plan:read",
    params: params.extend({ number }),
    result: PlanVersionView.extend({ document: PlanDocument }),
  }),
  comparePlanVersions: operation({
    method: "GET",
    path: "/plans/{id}/diff",
    summary: "What differs between a version and another one or the draft",
    access: "plan:read",
    params,
    query: z.strictObject({ from: number.default(1), to: Which.default("draft") }),
    result: z.object({ items: z.array(PlanDifference) }),
  }),
  getPlanSource: operation({
    method: "GET",
    path: "/plans/{id}/source",
    summary: "The YAML of a version or of the draft, byte for byte",
    access: "plan:read",
    params,
    query: z.strictObject({ version: Which.default("draft") }),
    result: z.object({ version: AnyVersion, source: z.string() }),
  }),
  setPlanAutonomy: operation({
    method: "PUT",
    path: "/plans/{id}/autonomy",
    summary: "How much a plan of self-recovery does by itself",
    access: "plan:manage",
    params,
    body: z.strictObject({ level: Autonomy, reason }),
    result: PlanView,
  }),
  renewTriggerToken: operation({
    method: "POST",
    path: "/plans/{id}/trigger-token",
    summary:
      "A new token for alert sources, shown this once; the one before opens nothing any more",
    access: "plan:manage",
    params,
    result: z.object({ generation: z.number().int(), token: z.string() }),
  }),
  getPlanReadiness: operation({
    method: "GET",
    path: "/plans/{id}/readiness",
    summary: "How much a plan can be relied upon, and what is missing",
    access: "plan:read",
    params,
    result: Readiness,
  }),
};
