/** One place where a failure gets its code and its HTTP status; the web translates the codes. */
export const statusByCode = {
  INVALID_INPUT: 400,
  MALFORMED_JSON: 400,
  INVALID_CURSOR: 400,
  UNAUTHENTICATED: 401,
  SESSION_EXPIRED: 401,
  WRONG_CREDENTIALS: 401,
  FORBIDDEN: 403,
  BAD_ORIGIN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  ALREADY_EXISTS: 409,
  TASK_ALREADY_DECIDED: 409,
  TICKET_CLOSED: 409,
  WRONG_STATE: 409,
  STALE_VIEW: 409,
  OWN_REQUEST: 409,
  ALREADY_RATED: 409,
  ALREADY_ASKED: 409,
  IN_USE: 409,
  PLAN_BROKEN: 409,
  ORDER_HELD: 409,
  COOLING_DOWN: 409,
  SECOND_PERSON_NEEDED: 409,
  SECRET_UNUSABLE: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_KEY_REUSED: 422,
  TEMPLATE_INVALID: 422,
  PLAN_INVALID: 422,
  NOBODY_FOUND: 422,
  TOO_MANY: 422,
  UPLOAD_MISMATCH: 422,
  RATE_LIMITED: 429,
  URGED_TOO_SOON: 429,
  INTERNAL: 500,
  UPSTREAM_FAILED: 502,
  VAULT_FAILED: 502,
} as const;

export type ErrorCode = keyof typeof statusByCode;

/** One fault in what the caller sent: `path` is dotted (`form.amount`), `code` is stable. */
export type Issue = { path: string; code: string; message: string };

type Extra = {
  issues?: Issue[];
  retryAfterSeconds?: number;
  /** For the log only. */
  details?: Record<string, unknown>;
  /** What is on record instead of what the caller had seen. The caller is shown it. */
  current?: Record<string, unknown>;
};

/** Every failure a caller may see. Anything else thrown becomes a constant 500. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: Issue[];
  readonly retryAfterSeconds: number | undefined;
  readonly details: Record<string, unknown> | undefined;
  readonly current: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, extra: Extra = {}) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.issues = extra.issues ?? [];
    this.retryAfterSeconds = extra.retryAfterSeconds;
    this.details = extra.details;
    this.current = extra.current;
  }

  get status(): number {
    return statusByCode[this.code];
  }
}

/** A record that does not exist and one that the caller may not read answer alike. */
export function notFound(what = "record"): AppError {
  return new AppError("NOT_FOUND", `No such ${what}.`);
}

export function invalid(issues: Issue[]): AppError {
  return new AppError("INVALID_INPUT", "The request has invalid fields.", { issues });
}
