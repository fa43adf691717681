import { useProviders } from "#shared/action/options.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { createPlan } from "#shared/plan/create.ts";
import { publishPlan } from "#shared/plan/publish.ts";
import { disablePlan } from "#shared/plan/switch.ts";
import { callers, type Caller, type Cast } from "#test/support/cast.ts";
import { planOf, sourceOf, type Given } from "#test/support/plans.ts";
import type { Row } from "./authorisation-row.ts";

const writers: Caller[] = ["operator", "admin"];
const readers: Caller[] = ["operator", "manager", "coordinator", "admin"];
/** Readers find no plan that was never published; others are told that they may not read any. */
const neverPublished = {
  what: "never published",
  may: writers,
  refusal: "404 NOT_FOUND",
  forbidden: callers.filter((caller) => !readers.includes(caller)),
} as const;

const system = () => systemCtx("test", new Date().toISOString());
const reason = { reason: "for the table" };
const source = (cast: Cast, given: Given = {}) =>
  sourceOf(planOf({ owners: [cast.who("operator").email], ...given }));

async function draft(cast: Cast, given: Given = {}): Promise<{ id: string }> {
  return { id: await createPlan(system(), { source: source(cast, given) }) };
}

async function published(cast: Cast, given: Given = {}): Promise<{ id: string }> {
  const { id } = await draft(cast, given);
  return { id: await publishPlan(system(), { planId: id, ...reason }) };
}

async function disabled(cast: Cast): Promise<{ id: string }> {
  const { id } = await published(cast);
  return { id: await disablePlan(system(), { planId: id, ...reason }) };
}

/** Plans and actions: reading and writing are permissions; what was never published is for those who write. */
export const planRows: Row[] = [
  { operation: "listActions", may: readers, request: () => ({}) },
  { operation: "getAction", may: readers, request: () => ({ params: { code: "wait" } }) },
  {
    operation: "listActionOptions",
    may: writers,
    request: () => {
      useProviders({ "test.instances": async () => [{ value: "i-1", label: "One" }] });
      return { params: { code: "test.pick" }, body: { parameter: "instance" } };
    },
  },
  { operation: "listPlans", may: readers, request: () => ({}) },
  {
    operation: "createPlan",
    may: writers,
    request: (cast) => ({ body: { source: source(cast) } }),
  },
  {
    operation: "getPlan",
    may: readers,
    request: async (cast) => ({ params: await published(cast) }),
  },
  {
    operation: "getPlan",
    ...neverPublished,
    request: async (cast) => ({ params: await draft(cast) }),
  },
  {
    operation: "getPlan",
    what: "its draft",
    may: writers,
    request: async (cast) => ({ params: await published(cast), query: { version: "draft" } }),
  },
  {
    operation: "savePlan",
    may: writers,
    request: async (cast) => ({
      params: await draft(cast),
      body: { source: source(cast), version: 1 },
    }),
  },
  {
    operation: "checkPlan",
    may: writers,
    request: async (cast) => ({ params: await draft(cast), body: {} }),
  },
  {
    operation: "publishPlan",
    may: writers,
    request: async (cast) => ({ params: await draft(cast), body: reason }),
  },
  {
    operation: "disablePlan",
    may: writers,
    request: async (cast) => ({ params: await published(cast), body: reason }),
  },
  {
    operation: "enablePlan",
    may: writers,
    request: async (cast) => ({ params: await disabled(cast) }),
  },
  ...(["listPlanVersions", "getPlanReadiness"] as const).flatMap((operation): Row[] => [
    { operation, may: readers, request: async (cast) => ({ params: await published(cast) }) },
    {
      operation,
      ...neverPublished,
      request: async (cast) => ({ params: await draft(cast) }),
    },
  ]),
  {
    operation: "getPlanVersion",
    may: readers,
    request: async (cast) => ({ params: { ...(await published(cast)), number: 1 } }),
  },
  {
    operation: "comparePlanVersions",
    may: readers,
    request: async (cast) => ({ params: await published(cast), query: { from: 1, to: 1 } }),
  },
  {
    operation: "comparePlanVersions",
    what: "with the draft",
    may: writers,
    request: async (cast) => ({ params: await published(cast) }),
  },
  {
    operation: "getPlanSource",
    may: readers,
    request: async (cast) => ({ params: await published(cast), query: { version: 1 } }),
  },
  {
    operation: "getPlanSource",
    what: "of the draft",
    may: writers,
    request: async (cast) => ({ params: await published(cast) }),
  },
  {
    operation: "setPlanAutonomy",
    may: writers,
    request: async (cast) => ({
      params: await published(cast, { scene: "SELF_RECOVERY", guardrails: { promoteAfter: 0 } }),
      body: { level: "one_click", ...reason },
    }),
  },
  {
    operation: "renewTriggerToken",
    may: writers,
    request: async (cast) => ({ params: await published(cast) }),
  },
];
