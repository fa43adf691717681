import { systemCtx } from "#shared/core/ctx.ts";
import { advanceOrder } from "#shared/order/advance.ts";
import { logRows } from "#shared/order/log.ts";
import { pauseOrder } from "#shared/order/pause.ts";
import { startOrder } from "#shared/order/start.ts";
import { loadFrame } from "#shared/order/store.ts";
import { StartInput } from "#shared/order/schema.ts";
import { createPlan } from "#shared/plan/create.ts";
import { publishPlan } from "#shared/plan/publish.ts";
import { commit } from "#shared/table/commit.ts";
import { callers as everybody, type Caller, type Cast } from "#test/support/cast.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { carryOut } from "#test/support/order.ts";
import { part, planOf, post, recoveryOf, sourceOf, step, type Given } from "#test/support/plans.ts";
import type { Row } from "./authorisation-row.ts";

const operators: Caller[] = ["operator", "admin"];
const readers: Caller[] = ["operator", "manager", "coordinator", "admin"];
/** Named herself, or standing in for somebody who is. */
const named: Caller[] = ["assignee", "delegate"];

const reason = { reason: "for the table" };
const system = () => systemCtx("test", new Date().toISOString());

async function plan(cast: Cast, given: Given = {}): Promise<string> {
  const owners = [cast.who("operator").email];
  const source = sourceOf(
    given["scene"] === "RECOVERY" ? { ...given, owners } : planOf({ owners, ...given }),
  );
  return publishPlan(system(), { planId: await createPlan(system(), { source }), ...reason });
}

/** A run that somebody else started. */
async function run(cast: Cast, given: Given = {}, input: Given = {}): Promise<{ id: string }> {
  const starter = await ctxOf(await addPerson({ name: "starter", roles: ["operator"] }));
  const planId = await plan(cast, given);
  return { id: await startOrder(starter, StartInput.parse({ planId, ...input })) };
}

const failure = { kind: "failed", code: "X", message: "x" } as const;

async function stuck(cast: Cast, outcome: Parameters<typeof carryOut>[1] = failure) {
  const { id } = await run(cast);
  await carryOut(id, outcome);
  return { id, seq: 1 };
}

/** A run whose effect nobody knows. */
async function unknown(cast: Cast) {
  const { id } = await run(cast, { steps: [step("a", post)] });
  await carryOut(id, { kind: "no_answer", message: "cut" });
  return { id, seq: 1 };
}

async function asked(cast: Cast, confirmBy: string[] = []) {
  const executeStrategy = { preConfirm: true, confirmBy };
  const { id } = await run(cast, { steps: [step("a", { executeStrategy })] });
  await advanceOrder(system(), id);
  return { id, seq: 1 };
}

async function seen(cast: Cast, confirmBy: string[] = []) {
  const params = await asked(cast, confirmBy);
  const { node } = await loadFrame(params.id);
  return { params, body: { seen: node?.confirmHash ?? "" } };
}

async function approvable(cast: Cast, from: string[] = []) {
  const params = await run(cast, { approval: { count: 1, from } });
  const { order } = await loadFrame(params.id);
  return { params, body: { seen: order.approval?.hash ?? "" } };
}

async function logged(cast: Cast) {
  const { id } = await run(cast);
  const frame = await loadFrame(id);
  const outcome = { kind: "succeeded", log: "said" } as const;
  const [write] = await logRows(
    frame,
    [{ seq: 1, index: 0, turn: 1, outcome }],
    "2026-01-01T00:00:00.000Z",
  );
  if (write === undefined) throw new Error("nothing was said");
  await commit(system(), { audit: "look", writes: [write], ref: id });
  const log = String((write.params["Item"] as Given)["logId"]);
  return { id, seq: 1, log };
}

async function ended(cast: Cast) {
  const { id } = await run(cast);
  await carryOut(id, { kind: "succeeded" });
  return { id };
}

const mail = (cast: Cast) => [cast.who("assignee").email];

/** Runs: operators work on them; people by name approve, confirm, do and review what is asked of them. */
export const orderRows: Row[] = [
  { operation: "listOrders", may: readers, request: () => ({}) },
  {
    operation: "listOrders",
    what: "mine",
    may: everybody,
    request: () => ({ query: { view: "mine" } }),
  },
  {
    operation: "startOrder",
    may: operators,
    request: async (cast) => ({ body: { planId: await plan(cast) } }),
  },
  {
    operation: "startOrder",
    what: "behind broken glass",
    may: ["assignee"],
    request: async (cast) => ({
      body: { planId: await plan(cast, { breakGlass: mail(cast) }), isBreakGlass: true, ...reason },
    }),
  },
  {
    operation: "getOrder",
    what: "the run of a plan",
    may: readers,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: await run(cast) }),
  },
  {
    operation: "getOrder",
    what: "that waits for somebody by name",
    may: [...named, ...readers],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: (await approvable(cast, mail(cast))).params }),
  },
  {
    operation: "getOrder",
    what: "the task of a ticket",
    may: operators,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.order() } }),
  },
  ...(["getOrderEvidence", "previewRollback"] as const).map((operation): Row => ({
    operation,
    may: readers,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: await ended(cast) }),
  })),
  {
    operation: "listLog",
    may: readers,
    refusal: "404 NOT_FOUND",
    request: async (cast) => {
      const { log: _, ...params } = await logged(cast);
      return { params };
    },
  },
  {
    operation: "getLogText",
    may: readers,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: await logged(cast) }),
  },
  {
    operation: "getGate",
    may: readers,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: await asked(cast) }),
  },
  {
    operation: "fillOrder",
    may: operators,
    request: async (cast) => ({
      params: await run(cast, { steps: [step("a", { executeContext: {} })] }),
      body: { parameters: { a: { seconds: 5 } } },
    }),
  },
  { operation: "approveOrder", may: operators, request: (cast) => approvable(cast) },
  {
    operation: "approveOrder",
    what: "by name",
    may: named,
    refusal: "404 NOT_FOUND",
    request: (cast) => approvable(cast, mail(cast)),
  },
  {
    operation: "rejectOrder",
    may: named,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ ...(await approvable(cast, mail(cast))), body: reason }),
  },
  {
    operation: "pauseOrder",
    may: operators,
    request: async (cast) => ({ params: await run(cast), body: {} }),
  },
  {
    operation: "resumeOrder",
    may: operators,
    request: async (cast) => {
      const params = await run(cast);
      await pauseOrder(system(), { orderId: params.id });
      return { params, body: {} };
    },
  },
  {
    operation: "cancelOrder",
    may: operators,
    request: async (cast) => ({ params: await run(cast), body: reason }),
  },
  {
    operation: "rollbackOrder",
    may: operators,
    request: async (cast) => {
      const steps = [step("a", { action: "test.toggle", executeContext: {} })];
      const params = await run(cast, { steps });
      await carryOut(params.id, { kind: "succeeded" });
      return { params, body: reason };
    },
  },
  { operation: "confirmNode", may: operators, request: (cast) => seen(cast) },
  {
    operation: "confirmNode",
    what: "by name",
    may: named,
    refusal: "404 NOT_FOUND",
    request: (cast) => seen(cast, mail(cast)),
  },
  {
    operation: "declineNode",
    may: named,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: await asked(cast, mail(cast)), body: reason }),
  },
  ...(["retryNode", "skipNode", "completeNode"] as const).map((operation): Row => ({
    operation,
    what: "of a plan's run",
    may: operators,
    request: async (cast) => ({
      params: await stuck(cast),
      body: operation === "retryNode" ? {} : reason,
    }),
  })),
  ...(["retryNode", "skipNode", "completeNode"] as const).map((operation): Row => ({
    operation,
    what: "of a ticket's task",
    may: operators,
    request: async (cast) => ({
      params: { id: await cast.order(), seq: 1 },
      body: operation === "retryNode" ? {} : reason,
    }),
  })),
  {
    operation: "failNode",
    may: operators,
    request: async (cast) => ({ params: await unknown(cast), body: reason }),
  },
  {
    operation: "forceGroup",
    may: operators,
    request: async (cast) => ({
      params: { ...(await run(cast, recoveryOf([part("DISASTER_SWITCH", [step("a")])]))), seq: 1 },
      body: reason,
    }),
  },
  {
    operation: "performNode",
    may: ["assignee", "delegate"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => {
      const { userId: id, name } = cast.who("assignee");
      const params = await stuck(cast, { kind: "awaits_person", people: [{ id, name }] });
      return { params, body: { comment: "done" } };
    },
  },
  {
    operation: "reviewOrder",
    may: named,
    refusal: "404 NOT_FOUND",
    request: async (cast) => {
      const starter = await addPerson({ name: "breaker" });
      const owners = mail(cast);
      const planId = await plan(cast, { owners, breakGlass: [starter.email] });
      const input = StartInput.parse({ planId, isBreakGlass: true, ...reason });
      const id = await startOrder(await ctxOf(starter), input);
      return { params: { id }, body: { isJustified: true, comment: "it burned" } };
    },
  },
  {
    operation: "returnOrder",
    may: operators,
    request: async (cast) => ({ params: { id: await cast.order() }, body: reason }),
  },
  {
    operation: "listTriggers",
    may: readers,
    request: async (cast) => ({ params: { id: await plan(cast) } }),
  },
  { operation: "getEvidenceKey", may: everybody, request: () => ({}) },
];
