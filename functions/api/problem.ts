import { AppError } from "#shared/core/error.ts";
import type { Problem } from "#shared/contract/problem.ts";
import { logger } from "../lib/logger.ts";
import type { ApiContext } from "./context.ts";

// What a caller learns of an error that nobody foresaw: nothing but the id to quote.
function unforeseen(error: unknown, requestId: string): AppError {
  logger.error("unforeseen error", { requestId, error: error as Error });
  return new AppError("INTERNAL", "Something went wrong on our side.");
}

function bodyOf(error: AppError, requestId: string): Problem {
  return {
    type: `urn:countersign:problem:${error.code.toLowerCase().replaceAll("_", "-")}`,
    title: error.message,
    status: error.status,
    code: error.code,
    requestId,
    issues: error.issues,
    ...(error.retryAfterSeconds === undefined
      ? {}
      : { retryAfterSeconds: error.retryAfterSeconds }),
    ...(error.current === undefined ? {} : { current: error.current }),
  };
}

/** Every failure leaves the API through here, as application/problem+json (RFC 9457). */
export function problem(c: ApiContext, thrown: unknown): Response {
  const requestId = c.var.requestId ?? "unknown";
  const error = thrown instanceof AppError ? thrown : unforeseen(thrown, requestId);
  const { retryAfterSeconds } = error;
  return c.body(JSON.stringify(bodyOf(error, requestId)), error.status as 400, {
    "content-type": "application/problem+json",
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
  });
}
