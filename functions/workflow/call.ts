import { now } from "#functions/lib/clock.ts";
import { after, secondMs } from "#shared/core/clock.ts";
import { driverOf } from "#functions/action/drivers.ts";
import type { Call, Driver, Outcome } from "#shared/action/driver.ts";
import { actionOf } from "#shared/action/catalogue/index.ts";
import { callbackToken } from "#shared/order/callback-token.ts";
import { callbackUrl, platformUrl } from "#shared/order/own-address.ts";
import type { Frame } from "#shared/order/engine/frame.ts";
import type { NodeRecord, Work } from "#shared/order/record.ts";
import { redactor } from "#shared/action/redact.ts";
import { loadSettings } from "#shared/setting/load.ts";
import { resolveSecrets } from "#shared/setting/resolve-secrets.ts";

/** Carries out what the engine asked for, through the action's driver. Never throws: that would be no answer. */

/** The same for every repetition of this piece of work. */
function keyOf({ orderId, seq }: NodeRecord, { index, target, retries }: Work): string {
  return target === null ? `${orderId}-${seq}-${retries}` : `${orderId}-${seq}.${index}-${retries}`;
}

/** Work that is repeated under its key keeps its deadline, and new work has another one. */
function beganAt({ traits }: NodeRecord, { deadlineAt }: Work): string {
  return after(deadlineAt ?? now(), -(traits?.timeoutSeconds ?? 0) * secondMs);
}

/** The call with its secrets in place, and what takes them out of everything that comes back. */
async function callFor(
  { order }: Frame,
  node: NodeRecord,
  work: Work,
): Promise<{ call: Call; redact: <Value>(value: Value) => Value }> {
  const { orderId, seq, action } = node;
  const { requiredSettings } = actionOf(action ?? "");
  const url = callbackUrl(orderId, seq);
  const settings = await loadSettings(requiredSettings);
  const opened = await resolveSecrets({ parameters: node.parameters, settings });
  const token = callbackToken({ orderId, seq });
  const call = {
    orderId,
    seq,
    target: work.target,
    key: keyOf(node, work),
    parameters: opened.value.parameters as Record<string, unknown>,
    settings: opened.value.settings as unknown as Call["settings"],
    mode: order.mode === "drill" ? ("drill" as const) : ("run" as const),
    startedBy: order.requester,
    locale: "en" as const,
    order: { name: order.name.en, url: `${platformUrl()}/orders/${orderId}` },
    callback: { url, token },
    attempt: work.attempt,
    beganAt: beganAt(node, work),
    now: now(),
  };
  return { call, redact: redactor([...opened.secrets, { name: "callback", value: token }]) };
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

/** Nothing that is kept, shown or told holds a secret: neither answers nor what goes wrong. */
async function redacted(
  redact: <Value>(value: Value) => Value,
  outcome: Promise<Outcome>,
): Promise<Outcome> {
  try {
    return redact(await outcome);
  } catch (error) {
    const message = error instanceof Error ? error.message : "no answer";
    return { kind: "no_answer", message: redact(message) };
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
    const { call, redact } = await callFor(frame, node, work);
    const isDry = frame.order.mode === "dry_run";
    return redacted(redact, carryOut(driverOf(node.action ?? ""), call, work, isDry));
  });
}

/** Looks how far an operation is. */
export function takeLook(frame: Frame, work: Work): Promise<Outcome> {
  return safely(async () => {
    const node = nodeIn(frame);
    const { call, redact } = await callFor(frame, node, work);
    const { poll } = driverOf(node.action ?? "");
    return poll === undefined ? unsupported : redacted(redact, poll(call, work.operation ?? {}));
  });
}
