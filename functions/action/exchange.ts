import type { Call, Outcome } from "#shared/action/driver.ts";
import { secondMs } from "#shared/core/clock.ts";
import { BlockedAddress } from "#shared/outbound/address.ts";
import { callOutside, Unconnected, type Answer, type Outgoing } from "#shared/outbound/request.ts";

/** How drivers and option sources speak to other systems: nothing is thrown, what went wrong is an outcome. */

/** Long enough for a slow system; all exchanges of one call together stay below its lease and the function's time. */
const exchangeTimeoutMs = 20_000;
/** Of an answer so much is read: results are shown to people, and kept. */
const mostBytes = 100_000;

/** There is no answer: `failed` when it is certain that nothing was done, else nobody knows. */
export type Gone = Extract<Outcome, { kind: "failed" | "no_answer" }>;
export type Asked = Omit<Outgoing, "rules" | "timeoutMs" | "maxBytes"> &
  Partial<Pick<Outgoing, "timeoutMs" | "maxBytes">>;
export type Caller = Pick<Call, "settings">;

export async function exchange(
  { settings: { outbound: rules } }: Caller,
  url: string,
  asked: Asked,
): Promise<Answer | Gone> {
  if (rules === undefined)
    throw new Error("an action that calls out requires the settings outbound");
  try {
    const limits = { timeoutMs: exchangeTimeoutMs, maxBytes: mostBytes };
    return await callOutside(url, { ...limits, ...asked, rules });
  } catch (error) {
    const message = error instanceof Error ? error.message : "no answer";
    if (error instanceof BlockedAddress)
      return { kind: "failed", code: "BLOCKED_ADDRESS", message };
    if (error instanceof Unconnected) return { kind: "failed", code: "UNREACHABLE", message };
    return { kind: "no_answer", message };
  }
}

export function isGone(answer: Answer | Gone): answer is Gone {
  return "kind" in answer;
}

/** To a look that nobody answers: what is looked at goes on, whoever can be reached or not. */
export function goneLook(gone: Gone): Outcome {
  const isOut = gone.kind === "failed" && gone.code === "UNREACHABLE";
  return isOut ? { kind: "no_answer", message: gone.message } : gone;
}

const stepAgainSeconds = 10;

/** To a step or a cancel: what certainly did not arrive is sent again a little later. */
export function goneStep(gone: Gone): Outcome {
  const isOut = gone.kind === "failed" && gone.code === "UNREACHABLE";
  if (!isOut) return gone;
  return { kind: "throttled", afterSeconds: stepAgainSeconds, message: gone.message };
}

const patienceSeconds = 10;

/** Retry-After holds seconds or a date (RFC 9110). */
function secondsOf(header: string | undefined): number {
  if (header === undefined || header.trim() === "") return patienceSeconds;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const left = Math.ceil((Date.parse(header) - Date.now()) / secondMs);
  return Number.isFinite(left) ? Math.max(0, left) : patienceSeconds;
}

/** HTTP 429: refused for now, nothing was done. */
export function throttled({ headers }: Answer, message: string): Outcome {
  return { kind: "throttled", afterSeconds: secondsOf(headers["retry-after"]), message };
}

/** Before an effect, no answer is a failure like others: whatever was in the way, it did no harm. */
export function harmless(outcome: Outcome): Outcome {
  if (outcome.kind !== "no_answer") return outcome;
  return { kind: "failed", code: "UNAVAILABLE", message: outcome.message };
}
