import type { Context } from "hono";
import type { Authenticated } from "#shared/org/authenticate.ts";
import type { Env } from "../lib/env.ts";

/** What the middleware leaves for the routes. */
type Variables = {
  config: Env;
  requestId: string;
  /** ISO instant of this request, by the product's clock. */
  now: string;
  caller?: Authenticated;
};

/** Hono's Lambda adapter hands the event over; there is none under `app.request()`. */
type Bindings = {
  event?: { requestContext?: { http?: { sourceIp?: string } } };
};

export type ApiEnv = { Variables: Variables; Bindings: Bindings };
export type ApiContext = Context<ApiEnv>;

/**
 * The network address that limits count by. X-Forwarded-For is believed only as far as proxies of ours wrote
 * it: its last entry is the gateway's peer, each one before it was written by one proxy more.
 */
export function addressOf(c: ApiContext): string {
  const sourceIp = c.env?.event?.requestContext?.http?.sourceIp ?? "unknown";
  const { trustedProxies } = c.var.config;
  if (trustedProxies === 0) return sourceIp;
  const hops = (c.req.header("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return hops.at(-1 - trustedProxies)?.slice(0, 45) || sourceIp;
}

/** Methods that change nothing. */
export function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}
