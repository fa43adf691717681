import type { MiddlewareHandler } from "hono";
import { AppError } from "#shared/core/error.ts";
import { isSafe, type ApiContext, type ApiEnv } from "../context.ts";
import { sessionToken } from "../session-cookie.ts";

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

// The same host counts too: the product also answers under names that PUBLIC_URL does not know, such as
// localhost. A page on another site can't choose the Host header of its visitors.
function isOurs(c: ApiContext, origin: string): boolean {
  if (origin === new URL(c.var.config.publicUrl).origin) return true;
  const host = hostOf(origin);
  return host !== undefined && host === c.req.header("host");
}

function isFromHere(c: ApiContext): boolean {
  const origin = c.req.header("origin");
  if (origin !== undefined) return isOurs(c, origin);
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none";
  // Neither header: no browser of today. Without a cookie there is nothing to misuse.
  return sessionToken(c) === undefined;
}

/**
 * No other site may write in a visitor's name, nor sign her in as somebody else. Programs that use the
 * session cookie send the Origin header themselves; those with a bearer token need none.
 */
export const sameOrigin: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const isByToken = c.req.header("authorization") !== undefined && sessionToken(c) === undefined;
  if (!isSafe(c.req.method) && !isByToken && !isFromHere(c)) {
    throw new AppError("BAD_ORIGIN", "Writes are taken from the product's own pages only.");
  }
  await next();
};
