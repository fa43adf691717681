import { AppError } from "#shared/core/error.ts";
import type { ApiContext } from "./context.ts";

/** The bearer token of a request. Throws UNAUTHENTICATED without one. */
export function bearerOf(c: ApiContext): string {
  const [, token] =
    /^Bearer ([\x21-\x7e]{1,500})$/i.exec(c.req.header("authorization") ?? "") ?? [];
  if (token === undefined) throw new AppError("UNAUTHENTICATED", "A bearer token is needed.");
  return token;
}
