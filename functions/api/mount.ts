import { createHmac } from "node:crypto";
import type { Hono } from "hono";
import type { Answer, Operation, Received } from "#shared/contract/operation.ts";
import { assertCan, type Actor, type Channel, type Ctx } from "#shared/core/ctx.ts";
import { invalid } from "#shared/core/error.ts";
import type { Authenticated } from "#shared/org/authenticate.ts";
import { isSafe, type ApiContext, type ApiEnv } from "./context.ts";
import { receive } from "./receive.ts";

/** Runs the verb behind an operation. */
export type Route<Op> = (ctx: Ctx, received: Received<Op>, c: ApiContext) => Promise<Answer<Op>>;
/** A route for each operation of a group, no more and no less. */
export type Routes<Group> = { [Name in keyof Group]: Route<Group[Name]> };

/** A route of any operation; only ever called with what its own operation's schemas let through. */
type AnyRoute = (ctx: Ctx, received: never, c: ApiContext) => Promise<unknown>;
export type Finder = (c: ApiContext) => Promise<Authenticated>;

// Verbs behind public operations decide by what they are given: a password, the token of a node.
async function actorOf(c: ApiContext, { access }: Operation, find: Finder): Promise<Actor> {
  if (access === "public") return { kind: "system", job: "public" };
  if (access === "token") return { kind: "system", job: "callback" };
  return (await find(c)).actor;
}

// Said by the browser itself; it only colours the timeline.
function channelOf(c: ApiContext): Channel {
  const isBrowser = c.req.header("sec-fetch-site") ?? c.req.header("origin");
  return isBrowser === undefined ? "api" : "web";
}

function retryKey(c: ApiContext, text: string): Ctx["idempotency"] {
  const key = c.req.header("idempotency-key");
  if (key === undefined || isSafe(c.req.method)) return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    const message = "1 to 200 visible ASCII characters.";
    throw invalid([{ path: "idempotency-key", code: "invalid_format", message }]);
  }
  const request = `${c.req.method} ${c.req.path}\n${text}`;
  // Keyed: the hash is stored, and a body may hold a password that could be found by trying.
  const hash = createHmac("sha256", c.var.config.signingSecret).update(request);
  return { key, requestHash: hash.digest("base64url") };
}

/** Access first, so that nobody learns from validation what she may not call; then input; then the verb. */
export async function run(
  c: ApiContext,
  operation: Operation,
  route: AnyRoute,
  find: Finder,
): Promise<unknown> {
  const { requestId, now } = c.var;
  const ctx: Ctx = {
    actor: await actorOf(c, operation, find),
    requestId,
    now,
    channel: channelOf(c),
  };
  const { access } = operation;
  if (access !== "public" && access !== "token" && access !== "person") assertCan(ctx, access);
  const { text, ...received } = await receive(c, operation);
  const idempotency = ctx.actor.kind === "person" ? retryKey(c, text) : undefined;
  const withKey = idempotency === undefined ? ctx : { ...ctx, idempotency };
  return route(withKey, received as never, c);
}

/** `/tickets/{id}` as Hono writes it. */
export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** Turns operations of the contract into routes. */
export function mount<Group extends Record<string, Operation>>(
  app: Hono<ApiEnv>,
  group: Group,
  { routes, find }: { routes: Routes<Group>; find: Finder },
): void {
  for (const name of Object.keys(group)) {
    const operation = group[name];
    const route = routes[name];
    if (operation === undefined || route === undefined) throw new Error(`no route for ${name}`);
    app.on(operation.method, honoPath(operation.path), async (c) => {
      const answer = await run(c, operation, route, find);
      if (operation.result === undefined) return c.body(null, 204);
      return c.json(answer, operation.status === 201 ? 201 : 200);
    });
  }
}
