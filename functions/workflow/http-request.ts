import { HttpRequestParameters } from "#shared/plan/actions.ts";
import { callbackToken } from "#shared/plan/callback-token.ts";
import type { CallResult } from "#shared/plan/engine.ts";
import type { NodeRecord } from "#shared/plan/record.ts";
import { assertAllowedAddress, BlockedAddress } from "./address-guard.ts";

/** One exchange, well below the lease of a claimed node. */
const exchangeTimeoutMs = 20_000;
const keptResultChars = 2000;

/** The effect itself. A call of unknown end is repeated under the same key, an operator's retry under a new one. */
export async function callHttp(node: NodeRecord): Promise<CallResult> {
  const parameters = HttpRequestParameters.parse(node.parameters);
  const { url, method, headers, body, mode } = parameters;
  const hasBody = body !== undefined && method !== "GET";
  const token: Record<string, string> =
    mode === "callback" ? { "x-callback-token": callbackToken(node) } : {};
  const answer = await exchange(url, {
    method,
    headers: {
      ...(hasBody ? { "content-type": "application/json" } : {}),
      ...headers,
      ...token,
      "idempotency-key": `${node.orderId}-${node.seq}-${node.retries}`,
    },
    ...(hasBody ? { body: JSON.stringify(body) } : {}),
  });
  if ("kind" in answer) return answer;
  if (answer.status >= 300) return { kind: "failed", error: describe(answer) };
  if (mode === "callback") return { kind: "awaiting_callback" };
  if (mode === "poll" && answer.status === 202) return started(url, answer);
  return { kind: "succeeded", result: answer.text.slice(0, keptResultChars) };
}

function started(url: string, answer: Answer): CallResult {
  if (answer.location === null)
    return { kind: "failed", error: "202 without a Location to ask at." };
  return { kind: "started", statusUrl: new URL(answer.location, url).href, progress: null };
}

/** Asks how far a long operation is. A silent or broken answer means: ask again later. */
export async function pollHttp(node: NodeRecord): Promise<CallResult> {
  const { poll, url } = HttpRequestParameters.parse(node.parameters);
  const statusUrl = node.statusUrl ?? url;
  const answer = await exchange(statusUrl, { method: "GET" });
  if ("kind" in answer) return answer;
  if (answer.status >= 500 || answer.status === 429)
    return { kind: "no_answer", error: describe(answer) };
  if (answer.status >= 400) return { kind: "failed", error: describe(answer) };
  const state = readField(answer.text, poll.stateField);
  if (state !== undefined && poll.succeeded.includes(state)) {
    return { kind: "succeeded", result: answer.text.slice(0, keptResultChars) };
  }
  if (state !== undefined && poll.failed.includes(state)) {
    return { kind: "failed", error: answer.text.slice(0, keptResultChars) };
  }
  return {
    kind: "started",
    statusUrl,
    progress: readField(answer.text, poll.progressField) ?? null,
  };
}

function readField(text: string, field: string): string | undefined {
  try {
    const value = (JSON.parse(text) as Record<string, unknown>)[field];
    return value === undefined || value === null ? undefined : String(value);
  } catch {
    return undefined;
  }
}

type Answer = { status: number; text: string; location: string | null };

/** One request. No redirects: an allowed address must not lead to one that isn't. */
async function exchange(url: string, init: RequestInit): Promise<Answer | CallResult> {
  try {
    await assertAllowedAddress(url);
    const signal = AbortSignal.timeout(exchangeTimeoutMs);
    const response = await fetch(url, { ...init, redirect: "manual", signal });
    const text = (await response.text()).slice(0, 100_000);
    return { status: response.status, text, location: response.headers.get("location") };
  } catch (error) {
    if (error instanceof BlockedAddress) return { kind: "failed", error: error.message };
    if (isUnconnected(error))
      return { kind: "failed", error: "There was no connection to the other side." };
    return { kind: "no_answer", error: error instanceof Error ? error.message : "no answer" };
  }
}

// Without a connection it is certain: nothing reached the other side.
const unconnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function isUnconnected(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return false;
  const code = "code" in cause ? String(cause.code) : "";
  return unconnected.has(code) || cause.message === "bad port";
}

function describe({ status, text }: Answer): string {
  return `HTTP ${status}${text === "" ? "" : `: ${text.slice(0, keptResultChars)}`}`;
}
