import type { OperationName } from "#shared/contract/index.ts";
import type { Caller, Cast } from "#test/support/cast.ts";

type Request = {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
};

/**
 * One line of the table. Who is not among `may` gets `refusal`; who is not signed in 401, unless it is public.
 * `request` makes a request that is right in everything but, perhaps, its caller.
 */
export type Row = {
  operation: OperationName;
  what?: string;
  may: readonly Caller[];
  refusal?: "403 FORBIDDEN" | "404 NOT_FOUND";
  /** Those who may read the record, and are told that they may not do this with it. */
  forbidden?: readonly Caller[];
  isPublic?: boolean;
  request: (cast: Cast) => Request | Promise<Request>;
};
