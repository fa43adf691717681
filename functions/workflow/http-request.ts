import { HttpRequestParameters } from "#shared/action/catalogue/http-request.ts";
import { BlockedAddress } from "#shared/outbound/address.ts";
import { callOutside, Unconnected, type Answer, type Outgoing } from "#shared/outbound/request.ts";
import { callbackToken } from "#shared/order/callback-token.ts";
import type { CallResult } from "#shared/order/engine.ts";
import type { NodeRecord } from "#shared/order/record.ts";

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
  const { location } = answer.headers;
  if (location === undefined) return { kind: "failed", error: "202 without a Location to ask at." };
  return { kind: "started", statusUrl: new URL(location, url).href, progress: null };
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

/** Of an answer the first 100 KB are read: results are shown to people, and kept. */
const limits = { timeoutMs: exchangeTimeoutMs, maxBytes: 100_000 };

async function exchange(
  url: string,
  given: Pick<Outgoing, "method" | "headers" | "body">,
): Promise<Answer | CallResult> {
  try {
    return await callOutside(url, { ...given, ...limits });
  } catch (error) {
    if (error instanceof BlockedAddress || error instanceof Unconnected)
      return { kind: "failed", error: error.message };
    return { kind: "no_answer", error: error instanceof Error ? error.message : "no answer" };
  }
}

function describe({ status, text }: Answer): string {
  return `HTTP ${status}${text === "" ? "" : `: ${text.slice(0, keptResultChars)}`}`;
}
