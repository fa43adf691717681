import { HttpRequestParameters } from "#shared/action/catalogue/http-request.ts";
import type { Call, Driver, Operation, Outcome } from "#shared/action/driver.ts";
import { BlockedAddress } from "#shared/outbound/address.ts";
import { callOutside, Unconnected, type Answer, type Outgoing } from "#shared/outbound/request.ts";

/** One exchange, well below the lease of a claimed call. */
const exchangeTimeoutMs = 20_000;
const keptResultChars = 2000;

function parametersOf({ parameters }: Call): HttpRequestParameters {
  return HttpRequestParameters.parse(parameters);
}

/** The effect itself. A call of unknown end is repeated under the same key, new work has a new one. */
async function start(call: Call): Promise<Outcome> {
  const { url, method, headers, body, mode, poll } = parametersOf(call);
  const hasBody = body !== undefined && method !== "GET";
  const token: Record<string, string> =
    mode === "callback" ? { "x-callback-token": call.callback.token } : {};
  const answer = await exchange(url, {
    method,
    headers: {
      ...(hasBody ? { "content-type": "application/json" } : {}),
      ...headers,
      ...token,
      "idempotency-key": call.key,
    },
    ...(hasBody ? { body: JSON.stringify(body) } : {}),
  });
  if ("kind" in answer) return answer;
  if (answer.status === 429) return patience(answer);
  if (answer.status >= 300) return failure(answer);
  if (mode === "callback") return { kind: "awaits_callback" };
  if (mode === "poll" && answer.status === 202) return started(url, answer, poll.everySeconds);
  return success(answer);
}

function started(url: string, answer: Answer, lookAfterSeconds: number): Outcome {
  const { location } = answer.headers;
  if (location === undefined) {
    return { kind: "failed", code: "NO_LOCATION", message: "202 without a Location to ask at." };
  }
  const operation = { statusUrl: new URL(location, url).href };
  return { kind: "started", operation, lookAfterSeconds };
}

function statusUrlOf(call: Call, { statusUrl }: Operation): string {
  return typeof statusUrl === "string" ? statusUrl : parametersOf(call).url;
}

/** Asks how far a long operation is. A silent or broken answer means: ask again later. */
async function look(call: Call, operation: Operation): Promise<Outcome> {
  const settings = parametersOf(call).poll;
  const answer = await exchange(statusUrlOf(call, operation), { method: "GET" });
  if ("kind" in answer) return answer;
  if (answer.status === 429) return patience(answer);
  if (answer.status >= 500) return { kind: "no_answer", message: describe(answer) };
  if (answer.status >= 400) return failure(answer);
  const state = readField(answer.text, settings.stateField);
  if (state !== undefined && settings.succeeded.includes(state)) return success(answer);
  if (state !== undefined && settings.failed.includes(state)) {
    const message = answer.text.slice(0, keptResultChars);
    return { kind: "failed", code: "REPORTED", message };
  }
  const progress = readField(answer.text, settings.progressField);
  const shown = { operation, ...(progress === undefined ? {} : { progress }) };
  const wanted = settings.advance.find((one) => one.state === state);
  if (wanted === undefined) {
    return { kind: "started", ...shown, lookAfterSeconds: settings.everySeconds };
  }
  const step = wanted.stepField === "" ? "" : (readField(answer.text, wanted.stepField) ?? "");
  return { kind: "wants", step: `${wanted.path} ${step}`.trim(), ...shown };
}

/** Makes the call that the operation waits for: `step` names its address and, behind a blank, which one it is. */
async function advance(call: Call, operation: Operation, step: string): Promise<Outcome> {
  const [path = "", name = ""] = step.split(" ");
  const url = new URL(path, statusUrlOf(call, operation)).href;
  const answer = await exchange(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "idempotency-key": `${call.key}-${step.replaceAll(/[^\w.-]/g, "_")}`,
    },
    body: JSON.stringify(name === "" ? {} : { step: plain(name) }),
  });
  if ("kind" in answer) return answer;
  if (answer.status === 429) return patience(answer);
  // A step that is not wanted any more has been taken: what the operation shows next tells.
  if (answer.status < 300 || answer.status === 409) return { kind: "started", operation };
  return failure(answer);
}

function plain(name: string): string | number {
  return /^\d{1,9}$/.test(name) ? Number(name) : name;
}

async function cancel(call: Call, operation: Operation): Promise<Outcome> {
  const { cancelPath } = parametersOf(call).poll;
  const url = new URL(cancelPath, statusUrlOf(call, operation)).href;
  const answer = await exchange(url, { method: "POST" });
  if ("kind" in answer) return answer;
  if (answer.status === 429) return patience(answer);
  return answer.status < 300 ? { kind: "cancelled" } : failure(answer);
}

export const httpRequest: Driver = { start, poll: look, advance, cancel };

function readField(text: string, name: string): string | undefined {
  try {
    const value = (JSON.parse(text) as Record<string, unknown>)[name];
    return value === undefined || value === null ? undefined : String(value);
  } catch {
    return undefined;
  }
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text.slice(0, keptResultChars);
  }
}

function success({ status, text }: Answer): Outcome {
  const shown = text.slice(0, keptResultChars);
  const isSmall = text.length <= keptResultChars;
  const body = isSmall ? bodyOf(text) : shown;
  return { kind: "succeeded", text: shown, output: { status, body } };
}

function failure(answer: Answer): Outcome {
  return { kind: "failed", code: `HTTP_${answer.status}`, message: describe(answer) };
}

/** Refused for now: nothing was done. */
function patience(answer: Answer): Outcome {
  const seconds = Number(answer.headers["retry-after"] ?? 10);
  const afterSeconds = Number.isFinite(seconds) ? seconds : 10;
  return { kind: "throttled", afterSeconds, message: describe(answer) };
}

/** Of an answer the first 100 KB are read: results are shown to people, and kept. */
const limits = { timeoutMs: exchangeTimeoutMs, maxBytes: 100_000 };

async function exchange(
  url: string,
  given: Pick<Outgoing, "method" | "headers" | "body">,
): Promise<Answer | Outcome> {
  try {
    return await callOutside(url, { ...given, ...limits });
  } catch (error) {
    if (error instanceof BlockedAddress)
      return { kind: "failed", code: "BLOCKED_ADDRESS", message: error.message };
    if (error instanceof Unconnected)
      return { kind: "failed", code: "UNREACHABLE", message: error.message };
    return { kind: "no_answer", message: error instanceof Error ? error.message : "no answer" };
  }
}

function describe({ status, text }: Answer): string {
  return `HTTP ${status}${text === "" ? "" : `: ${text.slice(0, keptResultChars)}`}`;
}
