import { setTimeout as pause } from "node:timers/promises";
import type { Target } from "./functions.ts";

/** What an invocation came to: the payload and, when the function failed, in which way. */
export type Outcome = { payload: Buffer; error?: "Handled" | "Unhandled"; log: string };

/** An error that a function reports by itself; any other error leaves it unhandled. */
export class HandledError extends Error {
  override name = "HandledError";
}

export const PAYLOAD_MAX_BYTES = 6 * 1024 * 1024;
const RESPONSE_MAX_BYTES = PAYLOAD_MAX_BYTES + 100;

/** Runs a function once. It never rejects: errors of the function are outcomes. */
export async function invoke(
  target: Target,
  event: unknown,
  given: { requestId: string; clientContext?: unknown },
): Promise<Outcome> {
  const lines: string[] = [];
  const startedMs = performance.now();
  const context = { ...given, version: target.version, log: (line: string) => lines.push(line) };
  const { payload, error } = await settle(target, event, context);
  const log = logOf(target.version, given.requestId, lines, performance.now() - startedMs);
  return { payload, error, log };
}

type Settled = Omit<Outcome, "log">;

async function settle(
  { handler, definition }: Target,
  event: unknown,
  context: Parameters<Target["handler"]>[1],
): Promise<Settled> {
  const running = new AbortController();
  const { timeoutMs } = definition;
  const run = async () => json((await handler(event, context)) ?? null);
  const limit = async (ms: number) => {
    await pause(ms, undefined, { signal: running.signal });
    return timedOut(context.requestId, ms);
  };
  try {
    return await Promise.race([run(), ...(timeoutMs === undefined ? [] : [limit(timeoutMs)])]);
  } catch (error) {
    return failed(error);
  } finally {
    running.abort();
  }
}

function json(value: unknown): Settled {
  const payload = Buffer.from(JSON.stringify(value));
  if (payload.length <= RESPONSE_MAX_BYTES) return { payload };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${RESPONSE_MAX_BYTES} bytes).`;
  return unhandled({ errorType: "Function.ResponseSizeTooLarge", errorMessage });
}

function timedOut(requestId: string, ms: number): Settled {
  const seconds = (ms / 1_000).toFixed(2);
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
  return unhandled({ errorType: "Sandbox.Timedout", errorMessage });
}

function failed(error: unknown): Settled {
  const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const settled = unhandled({ errorType: name, errorMessage: message, trace: stack.split("\n") });
  return error instanceof HandledError ? { ...settled, error: "Handled" } : settled;
}

function unhandled(body: object): Settled {
  return { payload: Buffer.from(JSON.stringify(body)), error: "Unhandled" };
}

function logOf(version: string, requestId: string, lines: string[], ms: number): string {
  const report = `REPORT RequestId: ${requestId}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ms)} ms`;
  return [
    `START RequestId: ${requestId} Version: ${version}`,
    ...lines,
    `END RequestId: ${requestId}`,
    `${report}\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t`,
    "",
  ].join("\n");
}
