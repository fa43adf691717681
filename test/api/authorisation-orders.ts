import { pauseOrder } from "#shared/order/pause.ts";
import { startOrder } from "#shared/order/start.ts";
import { StartInput } from "#shared/order/schema.ts";
import { callers as everybody } from "#test/support/cast.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { carryOut } from "#test/support/order.ts";
import { part, recoveryOf, step } from "#test/support/plans.ts";
import type { Row } from "./authorisation-row.ts";
import {
  approvable,
  asked,
  ended,
  logged,
  mail,
  named,
  operators,
  plan,
  readers,
  reason,
  run,
  seen,
  stuck,
  system,
  unknown,
} from "./authorisation-runs.ts";

/** Runs: operators work on them; people by name approve, confirm, do and review what is asked of them. */
export const orderRows: Row[] = [
  { operation: "listOrders", may: readers, request: () => ({}) },
  {
    operation: "listOrders",
    what: "mine",
    may: everybody,
    request: () => ({ query: { view: "mine" } }),
  },
  { operation: "countOrders", may: everybody, request: () => ({}) },
  {
    operation: "previewStart",
    may: readers,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await plan(cast) } }),
  },
  {
    operation: "previewStart",
    what: "named to break the glass",
    may: ["assignee", ...readers],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await plan(cast, { breakGlass: mail(cast) }) } }),
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
  {
    operation: "getOrderVersion",
    what: "the run of a plan",
    may: readers,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: await run(cast) }),
  },
  {
    operation: "getOrderVersion",
    what: "that waits for somebody by name",
    may: [...named, ...readers],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: (await approvable(cast, mail(cast))).params }),
  },
  {
    operation: "getOrderVersion",
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
