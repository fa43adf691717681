import type { MiddlewareHandler } from "hono";
import { AppError } from "#shared/core/error.ts";
import { authenticate, type Authenticated } from "#shared/org/authenticate.ts";
import type { Env } from "../../lib/env.ts";
import { addressOf, type ApiContext, type ApiEnv } from "../context.ts";
import { sessionToken } from "../session-cookie.ts";
import { RateLimit } from "./rate-limit.ts";

/** An office behind one address is many people. */
const peoplePerAddress = 10;

type Finder = (c: ApiContext) => Promise<Authenticated>;

/** Finds out who calls, once per request and only where an operation needs to know. */
export function callerFinder(config: Env): Finder {
  const limit = new RateLimit(config.rateLimitPerMinute);
  return async (c) => {
    const token = sessionToken(c);
    if (token === undefined) throw new AppError("UNAUTHENTICATED", "Sign in first.");
    const caller = await authenticate(token);
    if (caller === undefined) throw new AppError("SESSION_EXPIRED", "The session has ended.");
    limit.take(caller.actor.userId);
    c.set("caller", caller);
    return caller;
  };
}

/** Holds back an address before any of its requests reads the table. */
export function limitAddress(config: Env): MiddlewareHandler<ApiEnv> {
  const limit = new RateLimit(config.rateLimitPerMinute * peoplePerAddress);
  return async (c, next) => {
    limit.take(addressOf(c));
    await next();
  };
}
