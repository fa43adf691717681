import { systemCtx } from "#shared/core/ctx.ts";
import { advanceOrder } from "#shared/order/advance.ts";
import { logRows } from "#shared/order/log.ts";
import { startOrder } from "#shared/order/start.ts";
import { loadFrame } from "#shared/order/store.ts";
import { StartInput } from "#shared/order/schema.ts";
import { createPlan } from "#shared/plan/create.ts";
import { publishPlan } from "#shared/plan/publish.ts";
import { commit } from "#shared/table/commit.ts";
import type { Caller, Cast } from "#test/support/cast.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { carryOut } from "#test/support/order.ts";
import { planOf, post, sourceOf, step, type Given } from "#test/support/plans.ts";

/** Runs in the states that the rows of the table want. */

export const operators: Caller[] = ["operator", "admin"];
export const readers: Caller[] = ["operator", "manager", "coordinator", "admin"];
/** Named herself, or standing in for somebody who is. */
export const named: Caller[] = ["assignee", "delegate"];

export const reason = { reason: "for the table" };
export const system = () => systemCtx("test", new Date().toISOString());

export async function plan(cast: Cast, given: Given = {}): Promise<string> {
  const owners = [cast.who("operator").email];
  const source = sourceOf(
    given["scene"] === "RECOVERY" ? { ...given, owners } : planOf({ owners, ...given }),
  );
  return publishPlan(system(), { planId: await createPlan(system(), { source }), ...reason });
}

/** A run that somebody else started. */
export async function run(
  cast: Cast,
  given: Given = {},
  input: Given = {},
): Promise<{ id: string }> {
  const starter = await ctxOf(await addPerson({ name: "starter", roles: ["operator"] }));
  const planId = await plan(cast, given);
  return { id: await startOrder(starter, StartInput.parse({ planId, ...input })) };
}

const failure = { kind: "failed", code: "X", message: "x" } as const;

export async function stuck(cast: Cast, outcome: Parameters<typeof carryOut>[1] = failure) {
  const { id } = await run(cast);
  await carryOut(id, outcome);
  return { id, seq: 1 };
}

/** A run whose effect nobody knows. */
export async function unknown(cast: Cast) {
  const { id } = await run(cast, { steps: [step("a", post)] });
  await carryOut(id, { kind: "no_answer", message: "cut" });
  return { id, seq: 1 };
}

export async function asked(cast: Cast, confirmBy: string[] = []) {
  const executeStrategy = { preConfirm: true, confirmBy };
  const { id } = await run(cast, { steps: [step("a", { executeStrategy })] });
  await advanceOrder(system(), id);
  return { id, seq: 1 };
}

export async function seen(cast: Cast, confirmBy: string[] = []) {
  const params = await asked(cast, confirmBy);
  const { node } = await loadFrame(params.id);
  return { params, body: { seen: node?.confirmHash ?? "" } };
}

export async function approvable(cast: Cast, from: string[] = []) {
  const params = await run(cast, { approval: { count: 1, from } });
  const { order } = await loadFrame(params.id);
  return { params, body: { seen: order.approval?.hash ?? "" } };
}

export async function logged(cast: Cast) {
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

export async function ended(cast: Cast) {
  const { id } = await run(cast);
  await carryOut(id, { kind: "succeeded" });
  return { id };
}

export const mail = (cast: Cast) => [cast.who("assignee").email];
