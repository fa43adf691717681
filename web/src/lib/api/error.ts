import type { ErrorCode, Issue } from "#shared/core/error.ts";
import type { Problem } from "#shared/contract/problem.ts";

/** OFFLINE: the request never got an answer. */
export type ApiErrorCode = ErrorCode | "OFFLINE";

/** Every failed call ends as this. Pages show `error.<code>` of the messages, never the server's text. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly issues: Issue[];
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** What is on record instead of what was expected, such as the run that holds a key. */
  readonly current: Record<string, unknown> | undefined;

  constructor(problem: Partial<Omit<Problem, "code">> & { code: ApiErrorCode; status: number }) {
    super(problem.code);
    this.name = "ApiError";
    this.code = problem.code;
    this.status = problem.status;
    this.issues = problem.issues ?? [];
    this.requestId = problem.requestId;
    this.retryAfterSeconds = problem.retryAfterSeconds;
    this.current = problem.current;
  }
}

/** Reads a failed response; anything that is not problem+json (a proxy's page) becomes INTERNAL. */
export async function errorOf(response: Response): Promise<ApiError> {
  const requestId = response.headers.get("x-request-id") ?? undefined;
  try {
    const problem = (await response.json()) as Problem;
    return new ApiError({ ...problem, status: response.status, code: problem.code ?? "INTERNAL" });
  } catch {
    return new ApiError({ code: "INTERNAL", status: response.status, requestId });
  }
}

/** What was thrown, as an ApiError: a failure of the page itself counts as INTERNAL. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  console.error(thrown);
  return new ApiError({ code: "INTERNAL", status: 0 });
}
