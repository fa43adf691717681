import { now } from "#functions/lib/clock.ts";
import { driverOf } from "#functions/action/drivers.ts";
import type { Call, Driver, Outcome } from "#shared/action/driver.ts";
import { actionOf } from "#shared/action/catalogue/index.ts";
import { callbackToken } from "#shared/order/callback-token.ts";
import { platformUrl } from "#shared/order/create.ts";
import type { Frame } from "#shared/order/engine/frame.ts";
import type { NodeRecord, Work } from "#shared/order/record.ts";
import { loadSettings } from "#shared/setting/load.ts";

/** Carries out what the engine asked for, through the action's driver. Never throws: that would be no answer. */

/** The same for every repetition of this piece of work. */
function keyOf({ orderId, seq }: NodeRecord, { index, target, retries }: Work): string {
  return target === null ? `${orderId}-${seq}-${retries}` : `${orderId}-${seq}.${index}-${retries}`;
}

async function callFor({ order }: Frame, node: NodeRecord, work: Work): Promise<Call> {
  const { orderId, seq, action } = node;
  const { requiredSettings } = actionOf(action ?? "");
  const url = `${platformUrl()}/api/orders/${orderId}/nodes/${seq}/callback`;
  return {
    orderId,
    seq,
    target: work.target,
    key: keyOf(node, work),
    parameters: node.parameters,
    settings: await loadSettings(requiredSettings),
    mode: order.mode === "drill" ? "drill" : "run",
    startedBy: order.requester,
    locale: "en",
    order: { name: order.name.en, url: `${platformUrl()}/orders/${orderId}` },
    callback: { url, token: callbackToken({ orderId, seq }) },
    attempt: work.attempt,
    now: now(),
  };
}

/** Some actions can't say what they would do: then nothing is said, and nothing done. */
async function rehearse(driver: Driver, call: Call): Promise<Outcome> {
  if (driver.rehearse !== undefined) return driver.rehearse(call);
  return { kind: "succeeded", text: "Not rehearsed: this action can't say what it would do." };
}

const unsupported: Outcome = {
  kind: "failed",
  code: "UNSUPPORTED",
  message: "The action can't do that.",
};

function carryOut(driver: Driver, call: Call, work: Work, isDry: boolean): Promise<Outcome> {
  if (isDry) return rehearse(driver, call);
  const operation = work.operation ?? {};
  switch (work.call) {
    case "start":
      return driver.start(call);
    case "cancel":
      return driver.cancel?.(call, operation) ?? Promise.resolve(unsupported);
    case "find":
      return driver.find?.(call) ?? Promise.resolve(unsupported);
    default:
      return driver.advance?.(call, operation, work.call ?? "") ?? Promise.resolve(unsupported);
  }
}

async function safely(outcome: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await outcome();
  } catch (error) {
    return { kind: "no_answer", message: error instanceof Error ? error.message : "no answer" };
  }
}

function nodeIn({ node }: Frame): NodeRecord {
  if (node === null) throw new Error("there is no node to call for");
  return node;
}

/** Makes a claimed call. */
export function makeCall(frame: Frame, work: Work): Promise<Outcome> {
  return safely(async () => {
    const node = nodeIn(frame);
    const call = await callFor(frame, node, work);
    return carryOut(driverOf(node.action ?? ""), call, work, frame.order.mode === "dry_run");
  });
}

/** Looks how far an operation is. */
export function takeLook(frame: Frame, work: Work): Promise<Outcome> {
  return safely(async () => {
    const node = nodeIn(frame);
    const call = await callFor(frame, node, work);
    const { poll } = driverOf(node.action ?? "");
    return poll === undefined ? unsupported : poll(call, work.operation ?? {});
  });
}
