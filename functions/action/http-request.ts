import type { Call, Driver, Outcome } from "#shared/action/driver.ts";
import type { Answer } from "#shared/outbound/request.ts";
import { exchange, isGone, throttled } from "./exchange.ts";
import { describe, failure, success } from "./http-answer.ts";
import { advance, cancel, find, look, parametersOf, statusUrlFrom } from "./http-operation.ts";

/** The effect itself. A call of unknown end is repeated under the same key, new work has a new one. */
async function start(call: Call): Promise<Outcome> {
  const { url, method, headers, body, mode, poll } = parametersOf(call);
  const hasBody = body !== undefined && method !== "GET";
  const token: Record<string, string> =
    mode === "callback" ? { "x-callback-token": call.callback.token } : {};
  const answer = await exchange(call, url, {
    method,
    headers: {
      ...(hasBody ? { "content-type": "application/json" } : {}),
      ...headers,
      ...token,
      "idempotency-key": call.key,
    },
    ...(hasBody ? { body: JSON.stringify(body) } : {}),
  });
  if (isGone(answer)) return answer;
  if (answer.status === 429) return throttled(answer, describe(answer));
  if (answer.status >= 300) return failure(answer);
  if (mode === "callback") return { kind: "awaits_callback" };
  const goesOn = mode === "poll" && poll.startedStatus.includes(answer.status);
  return goesOn ? started(url, answer, poll) : success(answer);
}

function started(
  url: string,
  { headers, text }: Answer,
  { statusPath, everySeconds }: ReturnType<typeof parametersOf>["poll"],
): Outcome {
  const { location } = headers;
  const statusUrl =
    location === undefined
      ? statusUrlFrom(url, statusPath, jsonOf(text))
      : new URL(location, url).href;
  if (statusUrl === undefined) {
    const message = "The answer says neither by Location nor by its fields where to ask.";
    // It has begun all the same.
    return { kind: "no_answer", message };
  }
  return { kind: "started", operation: { statusUrl }, lookAfterSeconds: everySeconds };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export const httpRequest: Driver = { start, poll: look, advance, cancel, find };
