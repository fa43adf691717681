import { invokeLambda, lambdaArn, type LambdaHandler } from "../lambda.ts";
import { LIBRARY_TIMEOUT_SECONDS, TOKEN_PLACEHOLDER, type TaskCall } from "./definition.ts";
import { StateError } from "./error.ts";
import { timeoutError } from "./timeout-error.ts";
import { valueAt, wholeSeconds } from "./path.ts";
import type { TaskTokens } from "./tokens.ts";

type State = Record<string, unknown>;

/** What tasks of all executions share. `lambdas` is keyed by function ARN. */
export type RunnerOptions = {
  lambdas: Readonly<Record<string, LambdaHandler>>;
  tokens: TaskTokens;
  timeScale: number;
};

const INVOKE = "arn:aws:states:::lambda:invoke";
const AWS_MAX_SECONDS = 99_999_999;

/** Runs one attempt of one state and answers its result; rejects with an error named as Catch matches it. */
export async function runTask(
  state: State,
  task: TaskCall,
  options: RunnerOptions,
  aborted: AbortSignal,
): Promise<unknown> {
  if (aborted.aborted) throw abortError();
  if (state.Resource === undefined)
    return pause(waitMs(state, task.input, options.timeScale), aborted);
  const timeoutMs = taskTimeoutMs(state, task.input, options.timeScale);
  const work = (signal: AbortSignal) =>
    callTask(String(state.Resource), task.call, options, signal);
  return withTimeout(work, timeoutMs, aborted);
}

function callTask(resource: string, call: unknown, options: RunnerOptions, ended: AbortSignal) {
  if (resource === INVOKE) return invokeService(call, options);
  if (resource === `${INVOKE}.waitForTaskToken`) return waitForToken(call, options, ended);
  return invokeArn(resource, call, options);
}

async function invokeService(call: unknown, options: RunnerOptions) {
  const { FunctionName, Payload } = call as { FunctionName: string; Payload: unknown };
  const payload = await invokeArn(FunctionName, Payload, options);
  return { ExecutedVersion: "$LATEST", Payload: payload, StatusCode: 200 };
}

/** The doorbell may ring while the Lambda that hands out its token is still running; that counts. */
function waitForToken(call: unknown, options: RunnerOptions, ended: AbortSignal): Promise<unknown> {
  const { FunctionName, Payload } = call as { FunctionName: string; Payload: unknown };
  return new Promise((resolve, reject) => {
    const { token, close } = options.tokens.open({
      succeed: resolve,
      fail: (name, cause) => reject(new StateError(name, cause)),
    });
    ended.addEventListener("abort", close, { once: true });
    invokeArn(FunctionName, withToken(Payload, token), options).catch(reject);
  });
}

async function invokeArn(arn: string, payload: unknown, options: RunnerOptions): Promise<unknown> {
  const handler = options.lambdas[arn] ?? options.lambdas[lambdaArn(arn)];
  if (!handler)
    throw new StateError("Lambda.ResourceNotFoundException", `Function not found: ${arn}`);
  try {
    return await invokeLambda(arn.split(":").at(-1) ?? arn, handler, payload);
  } catch (error) {
    console.error(`step functions: ${arn} failed`, error);
    throw asStateError(error);
  }
}

function asStateError(error: unknown): StateError {
  if (!(error instanceof Error)) return new StateError("Error", String(error));
  return new StateError(error.name, error.message);
}

function withToken(value: unknown, token: string): unknown {
  if (value === TOKEN_PLACEHOLDER) return token;
  if (Array.isArray(value)) return value.map((inner) => withToken(inner, token));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withToken(inner, token)]),
  );
}

function taskTimeoutMs(state: State, input: unknown, timeScale: number): number {
  const value = state.TimeoutSecondsPath
    ? valueAt(String(state.TimeoutSecondsPath), input)
    : (state.TimeoutSeconds ?? AWS_MAX_SECONDS);
  const seconds = wholeSeconds(value, 1);
  // Only waiting for people is sped up by a test clock; a Lambda's own limit stays in real time.
  const isHumanTime = String(state.Resource).endsWith(".waitForTaskToken");
  return timerMs(seconds, isHumanTime ? timeScale : 1);
}

function waitMs(state: State, input: unknown, timeScale: number): number {
  const timestamp = state.TimestampPath
    ? valueAt(String(state.TimestampPath), input)
    : state.Timestamp;
  if (timestamp !== undefined) return Math.max(0, Date.parse(String(timestamp)) - Date.now());
  const seconds = state.SecondsPath ? valueAt(String(state.SecondsPath), input) : state.Seconds;
  return timerMs(wholeSeconds(seconds, 0), timeScale);
}

/** Node fires timers over 2^31 ms at once; whoever waits that long must re-arm (design §6: 7 days at most). */
function timerMs(seconds: number, timeScale: number): number {
  return Math.min(seconds / timeScale, LIBRARY_TIMEOUT_SECONDS - 1) * 1_000;
}

function withTimeout(
  work: (ended: AbortSignal) => Promise<unknown>,
  timeoutMs: number,
  aborted: AbortSignal,
): Promise<unknown> {
  const ended = new AbortController();
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(abortError());
    const timer = setTimeout(() => reject(timeoutError()), timeoutMs);
    aborted.addEventListener("abort", onAbort, { once: true });
    ended.signal.addEventListener("abort", () => {
      clearTimeout(timer);
      aborted.removeEventListener("abort", onAbort);
    });
    work(ended.signal).then(resolve, reject);
  }).finally(() => ended.abort());
}

function pause(ms: number, aborted: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(abortError());
    };
    const timer = setTimeout(() => {
      aborted.removeEventListener("abort", onAbort);
      resolve({});
    }, ms);
    aborted.addEventListener("abort", onAbort, { once: true });
  });
}

function abortError(): StateError {
  return new StateError("States.Aborted", "The execution was stopped.", false);
}
