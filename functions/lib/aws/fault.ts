/** The credentials of an account could not be had: nothing was sent. */
export class NoCredentials extends Error {
  override name = "NoCredentials";

  constructor(cause: unknown) {
    super("no credentials", { cause });
  }
}

/**
 * What an error of a call proves. `refused`: the service says no, nothing was done; `throttled`: not now, nothing
 * was done; `unreached`: no connection stood; `lost`: it may have been done.
 */
export type Fault =
  | { kind: "refused"; code: string; message: string }
  | { kind: "throttled"; afterSeconds: number; message: string }
  | { kind: "unreached" | "lost"; message: string };

/** By name: what services write into their messages is not promised. */
const throttling = new Set([
  "AutomationExecutionLimitExceededException",
  "EC2ThrottledException",
  "PriorRequestNotComplete",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);
/** Refusals by their status, and yet nobody knows how far the service had come. */
const unclear = new Set(["RequestTimeout", "RequestTimeoutException"]);
const unconnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);
const usualPauseSeconds = 10;

/** What errors of the SDK have, whichever of its packages they come from. */
type Thrown = {
  name?: string;
  message?: string;
  code?: unknown;
  $fault?: "client" | "server";
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string> };
  retryAfterSeconds?: unknown;
};

function sentenceOf({ name = "Error", message = "" }: Thrown): string {
  const isEmpty = message === "" || message === "UnknownError";
  return isEmpty ? name : `${name}: ${message}`;
}

function pauseOf({ retryAfterSeconds, $response }: Thrown): number {
  const seconds = Number(retryAfterSeconds ?? $response?.headers?.["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : usualPauseSeconds;
}

/** An error's name: what services promise about it. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

export function faultOf(error: unknown): Fault {
  if (error instanceof NoCredentials) return withoutCredentials(error.cause);
  const thrown: Thrown = error instanceof Error ? error : {};
  const message = sentenceOf(thrown);
  const { name = "", code, $fault, $metadata } = thrown;
  const status = $metadata?.httpStatusCode ?? 0;
  if (unconnected.has(String(code))) return { kind: "unreached", message };
  if ($fault === undefined) return { kind: "lost", message };
  if (throttling.has(name) || status === 429) {
    return { kind: "throttled", afterSeconds: pauseOf(thrown), message };
  }
  const isRefused = status >= 400 && status < 500 && status !== 408 && !unclear.has(name);
  return isRefused ? { kind: "refused", code: name, message } : { kind: "lost", message };
}

/** Without credentials nothing can have been done: what gave no answer may be tried again. */
function withoutCredentials(cause: unknown): Fault {
  const fault = faultOf(cause);
  if (fault.kind === "refused" || fault.kind === "throttled") return fault;
  if (nameOf(cause) === "CredentialsProviderError")
    return { ...fault, kind: "refused", code: nameOf(cause) };
  return { kind: "throttled", afterSeconds: usualPauseSeconds, message: fault.message };
}
