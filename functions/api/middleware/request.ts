import type { MiddlewareHandler } from "hono";
import { scaledClock } from "#shared/core/clock.ts";
import { invalid } from "#shared/core/error.ts";
import { newId } from "#shared/core/id.ts";
import { Instant } from "#shared/core/text.ts";
import type { Env } from "../../lib/env.ts";
import type { ApiContext, ApiEnv } from "../context.ts";

const headers = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/** Gives every request an id and every answer the headers that keep browsers from guessing and keeping. */
export function identify(config: Env): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    c.set("config", config);
    c.set("requestId", newId("request"));
    await next();
    c.header("x-request-id", c.var.requestId);
    for (const [name, value] of Object.entries(headers)) {
      if (!c.res.headers.has(name)) c.header(name, value);
    }
    if (config.publicUrl.startsWith("https:")) {
      c.header("strict-transport-security", "max-age=31536000");
    }
  };
}

// Only a test machine believes the header: there, a replay lives through years in minutes.
function givenNow(c: ApiContext): string | undefined {
  const given = c.var.config.testClock ? c.req.header("x-countersign-now") : undefined;
  if (given === undefined) return undefined;
  if (Instant.safeParse(given).success) return new Date(given).toISOString();
  throw invalid([
    { path: "x-countersign-now", code: "invalid_format", message: "Not an instant." },
  ]);
}

/** Fixes the request's only "now". */
export function clock({ timeScale, timeEpochMs }: Env): MiddlewareHandler<ApiEnv> {
  const product = scaledClock(timeScale, timeEpochMs);
  return async (c, next) => {
    c.set("now", givenNow(c) ?? product.now().toISOString());
    await next();
  };
}
