import { Hono, type Context } from "hono";
import { createPeer, type Peer, type PeerEnv } from "../peer.ts";
import {
  advance,
  cancel,
  confirm,
  createOrder,
  execute,
  isWanted,
  shown,
  type Break,
  type Order,
  type Platform,
  type Refusal,
} from "./order.ts";
import { Replies } from "./replies.ts";

export type ReleaseOptions = {
  /** Running pods by application. */
  apps: Record<string, number>;
  /** Bearer token that callers need. */
  token?: string;
  /** Until a pod is up (20), and until the query interface shows a change (40). */
  podMs?: number;
  lagMs?: number;
  /** Whether a repeated Idempotency-Key gets the first answer; false. */
  isIdempotent?: boolean;
  /** Milliseconds; a test may turn it by hand. */
  now?: () => number;
};

/** Something that took place, or that was tried and must never be. */
export type ReleaseEffect = {
  kind: "create" | "execute" | "confirm" | "cancel";
  orderId: string;
  step?: number;
  key: string | undefined;
  at: number;
  error?: "DOUBLE_CREATE" | Refusal;
};

/** The release-order platform: orders wait to be executed, and every new pod waits to be confirmed. */
export type Release = Peer & {
  /** What the orders really are, not what the query interface shows. */
  orders: () => Order[];
  pods: (app: string) => number;
  effects: ReleaseEffect[];
  /** Of the effects those that were an error: done twice, or out of turn. */
  errors: () => ReleaseEffect[];
  /** The next order fails at this pod. */
  failNext: (at: Break) => void;
  setIdempotent: (isIdempotent: boolean) => void;
};

const messages: Record<string, string> = {
  ...{ 401: "UNAUTHORIZED", 404: "NOT_FOUND", 409: "CONFLICT", 429: "TOO_MANY_REQUESTS" },
  ...{ 500: "INTERNAL_ERROR", 502: "BAD_GATEWAY", 503: "SERVICE_UNAVAILABLE" },
};

function refuse(status: number, code: string): Response {
  const message = code.toLowerCase().replaceAll("_", " ");
  return Response.json({ success: false, code, message }, { status });
}

const ownError = (status: number) => refuse(status, messages[status] ?? "ERROR");

async function bodyOf(c: Context<PeerEnv>): Promise<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(await c.req.text()) as object) };
  } catch {
    return {};
  }
}

export function createRelease(options: ReleaseOptions): Release {
  const now = options.now ?? Date.now;
  const { podMs = 20, lagMs = 40, token } = options;
  const apps = new Map(Object.entries(options.apps));
  const platform: Platform = { apps, orders: [], podMs, lagMs, nextBreak: undefined };
  const replies = new Replies(options.isIdempotent ?? false);
  const effects: ReleaseEffect[] = [];

  const keyOf = (c: Context<PeerEnv>) => c.req.header("idempotency-key");
  function note(c: Context<PeerEnv>, effect: Omit<ReleaseEffect, "key" | "at">): void {
    effects.push({ ...effect, key: keyOf(c), at: now() });
  }

  async function create(c: Context<PeerEnv>): Promise<Response> {
    const { app, replicas } = await bodyOf(c);
    if (typeof app !== "string" || !Number.isInteger(replicas) || Number(replicas) < 0)
      return refuse(400, "BAD_REQUEST");
    const current = apps.get(app);
    if (current === undefined) return refuse(404, "APP_NOT_FOUND");
    if (current === replicas) return refuse(400, "NOTHING_TO_DO");
    const given = { app, replicas: Number(replicas) };
    const key = keyOf(c);
    const isKnown = effects.some((one) => one.kind === "create" && one.key === key);
    const isDouble = isWanted(platform, given) || (key !== undefined && isKnown);
    const order = createOrder(platform, given, now());
    c.env.call.effect = true;
    const error = isDouble ? { error: "DOUBLE_CREATE" as const } : {};
    note(c, { kind: "create", orderId: order.id, ...error });
    return c.json(shown(platform, order, now()), 201, { location: `/release-orders/${order.id}` });
  }

  type Command = (order: Order, step: number) => Refusal | undefined;
  const commands: Record<"execute" | "confirm" | "cancel", Command> = {
    execute: (order) => execute(platform, order, now()),
    confirm: (order, step) => confirm(platform, order, step, now()),
    cancel: (order) => cancel(platform, order, now()),
  };

  async function command(
    c: Context<PeerEnv>,
    kind: keyof typeof commands,
    order: Order,
  ): Promise<Response> {
    const { step } = await bodyOf(c);
    if (kind === "confirm" && !Number.isInteger(step)) return refuse(400, "BAD_REQUEST");
    const error = commands[kind](order, Number(step));
    const what = kind === "confirm" ? { step: Number(step) } : {};
    c.env.call.effect = error === undefined;
    // To cancel what has ended harms nobody.
    if (error === undefined || kind !== "cancel")
      note(c, { kind, orderId: order.id, ...what, ...(error === undefined ? {} : { error }) });
    if (error !== undefined) return refuse(409, error);
    return c.json({ success: true, orderId: order.id }, 202);
  }

  const app = new Hono<PeerEnv>();
  app.use(async (c, next) => {
    if (token !== undefined && c.req.header("authorization") !== `Bearer ${token}`)
      return refuse(401, "UNAUTHORIZED");
    advance(platform, now());
    if (c.req.method !== "POST") return next();
    const text = await c.req.text();
    const known = replies.find(keyOf(c), c.req.path, text);
    if (known === "reused") return refuse(422, "IDEMPOTENCY_KEY_REUSED");
    if (known !== undefined) return known;
    await next();
    await replies.keep(keyOf(c), c.req.path, text, c.res);
    return undefined;
  });
  app.post("/release-orders", create);
  app.get("/release-orders", (c) => {
    const name = c.req.query("app");
    const visible = platform.orders.filter(
      (order) => order.createdMs <= now() - lagMs && (name === undefined || order.app === name),
    );
    return c.json({ items: visible.map((order) => shown(platform, order, now())) });
  });
  app.all("/release-orders/:id/:verb?", async (c) => {
    const order = platform.orders.find(({ id }) => id === c.req.param("id"));
    if (order === undefined) return refuse(404, "ORDER_NOT_FOUND");
    const verb = c.req.param("verb");
    if (c.req.method === "GET" && verb === undefined) return c.json(shown(platform, order, now()));
    if (c.req.method === "POST" && (verb === "execute" || verb === "confirm" || verb === "cancel"))
      return command(c, verb, order);
    return refuse(404, "NOT_FOUND");
  });
  app.notFound(() => refuse(404, "NOT_FOUND"));

  const current = () => {
    advance(platform, now());
    return platform;
  };
  return {
    ...createPeer(app, ownError),
    effects,
    errors: () => effects.filter(({ error }) => error !== undefined),
    orders: () => current().orders,
    pods: (name) => current().apps.get(name) ?? 0,
    failNext: (at) => void (platform.nextBreak = at),
    setIdempotent: (isIdempotent) => void (replies.isOn = isIdempotent),
  };
}
