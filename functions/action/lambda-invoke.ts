import { LambdaInvokeParameters } from "#shared/action/catalogue/lambda-invoke.ts";
import type { Call, Driver, Outcome } from "#shared/action/driver.ts";
import type { Invocation } from "#functions/lib/aws/lambda.ts";
import { causing } from "./aws/way.ts";

/** Of an answer that later steps may use, and people see. Characters. */
const mostKept = 8000;
const mostShown = 2000;

function jsonOf(text: string): unknown {
  try {
    return text === "" ? null : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

/** A synchronous function finds it in its context; AWS gives none to one that is called by an event. */
function contextOf({ key, orderId, order }: Call): string {
  const custom = { idempotencyKey: key, orderId, orderUrl: order.url };
  return Buffer.from(JSON.stringify({ custom })).toString("base64");
}

function inputOf(call: Call) {
  const { parameters } = call;
  const { function: name, qualifier, payload } = LambdaInvokeParameters.parse(parameters);
  return {
    FunctionName: name,
    ...(qualifier === "" ? {} : { Qualifier: qualifier }),
    Payload: Buffer.from(JSON.stringify(payload ?? {})),
  };
}

async function invoke(call: Call, more: object): Promise<Outcome> {
  const input = { ...inputOf(call), ...more };
  return causing(call, async (way) => {
    const lambda = await import("#functions/lib/aws/lambda.ts");
    return outcomeOf(await lambda.invoke(way, input));
  });
}

async function start(call: Call): Promise<Outcome> {
  const { kind } = LambdaInvokeParameters.parse(call.parameters);
  if (kind === "Event") return invoke(call, { InvocationType: "Event" });
  return invoke(call, {
    InvocationType: "RequestResponse",
    LogType: "Tail",
    ClientContext: contextOf(call),
  });
}

/** AWS checks permission, function and payload, and runs nothing. */
async function rehearse(call: Call): Promise<Outcome> {
  const { function: name } = LambdaInvokeParameters.parse(call.parameters);
  const outcome = await invoke(call, { InvocationType: "DryRun" });
  return outcome.kind === "succeeded"
    ? { kind: "succeeded", text: `May invoke ${name}.` }
    : outcome;
}

function outcomeOf({ status, payload: text, error, version, log }: Invocation): Outcome {
  const isKept = text.length <= mostKept;
  const output = { status, payload: isKept ? jsonOf(text) : null, version };
  if (error !== null) {
    return { kind: "failed", code: "FUNCTION_FAILED", message: reasonOf(text, error), output, log };
  }
  // Cut, it could show half a secret; the log is cut after secrets are taken out.
  if (!isKept)
    return { kind: "succeeded", output, log: `${log}${text}`, text: `${text.length} characters` };
  return { kind: "succeeded", output, log, text: text.length <= mostShown ? text : "" };
}

/** What the function says of its failure: `{errorType, errorMessage}`. */
function reasonOf(text: string, kind: string): string {
  const said = jsonOf(text);
  const { errorType = kind, errorMessage = "" } =
    typeof said === "object" && said !== null ? (said as Record<string, unknown>) : {};
  return errorMessage === "" ? String(errorType) : `${String(errorType)}: ${String(errorMessage)}`;
}

export const lambdaInvoke: Driver = { start, rehearse };
