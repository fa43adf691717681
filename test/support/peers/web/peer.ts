import { serve, type ServerType } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A request as it arrived, and what became of it. */
export type PeerCall = {
  method: string;
  /** With the query, as it was sent. */
  path: string;
  headers: Record<string, string>;
  /** JSON and forms as an object, anything else as text, undefined when there was none. */
  body: unknown;
  /** Milliseconds since the epoch. */
  at: number;
  /** Whether it changed something in the system, whatever the caller was told. */
  effect: boolean;
  /** Undefined while nothing was answered, and for ever when the line was cut. */
  status: number | undefined;
};

type Moment = "before" | "after";
type Refusal = {
  status: number;
  retryAfterSeconds?: number;
  body?: string | object;
  headers?: Record<string, string>;
};
/**
 * What goes wrong with one call. `before` and `after` are those of the effect: after it the caller can't know.
 * A status without a body gets the error of the system itself, or of the proxy in front of it.
 */
export type Fault = Refusal | { hang: Moment } | { hangUp: Moment } | { lateMs: number };

/** Of the server it runs in: what is needed to cut the line, and to see that it is cut. */
type Bindings = { outgoing?: { destroy: () => unknown; destroyed?: boolean } };
/** What handlers of a peer see: they mark their call when something took place. */
export type PeerEnv = { Bindings: Bindings & { call: PeerCall } };

/** A faithful local stand-in of an outside system. Routes are "METHOD /path", where * is anything. */
export type Peer = {
  /** To be mounted in another server, or called without one. */
  fetch: (request: Request, bindings?: Bindings) => Promise<Response>;
  calls: PeerCall[];
  callsTo: (route: string) => PeerCall[];
  /** The next calls of the route meet these, one each, in this order. */
  fault: (route: string, ...faults: [Fault, ...Fault[]]) => void;
  /** Ends what hangs; later calls find nobody. */
  stop: () => Promise<void>;
};

function matches(route: string, call: PeerCall): boolean {
  const [path = ""] = call.path.split("?");
  const pattern = route.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pattern.join(".*")}$`).test(`${call.method} ${path}`);
}

async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.clone().text();
  const type = request.headers.get("content-type") ?? "";
  if (text === "") return undefined;
  if (type.includes("form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

async function callOf(request: Request): Promise<PeerCall> {
  const { pathname, search } = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  const at = Date.now();
  const body = await bodyOf(request);
  const { method } = request;
  return { method, path: pathname + search, headers, body, at, effect: false, status: undefined };
}

/** With no server in between, a cut line looks as it does to whoever called fetch. */
function cut({ outgoing }: Bindings): Response {
  if (outgoing === undefined) {
    const cause = Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" });
    throw new TypeError("fetch failed", { cause });
  }
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

function failure(fault: Refusal, own: Response): Response {
  const { status, body, retryAfterSeconds } = fault;
  const type = typeof body === "string" ? "text/plain" : "application/json";
  const headers = new Headers(body === undefined ? own.headers : { "content-type": type });
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
  for (const [name, value] of Object.entries(fault.headers ?? {})) headers.set(name, value);
  if (body === undefined) return new Response(own.body, { status, headers });
  return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
}

/** Puts records and scripted faults around a system. `ownError` is how it words a status that a script asks for. */
export function createPeer(
  app: Hono<PeerEnv>,
  ownError: (status: number, call: PeerCall) => Response,
): Peer {
  const calls: PeerCall[] = [];
  const scripts: { route: string; faults: Fault[] }[] = [];
  const ended = new AbortController();
  const end = new Promise<void>((resolve) => {
    ended.signal.addEventListener("abort", () => resolve());
  });

  const nextFault = (call: PeerCall) =>
    scripts.find(({ route, faults }) => faults.length > 0 && matches(route, call))?.faults.shift();

  async function answer(call: PeerCall, request: Request, bindings: Bindings): Promise<Response> {
    const fault = nextFault(call);
    const work = () => app.fetch(request, { ...bindings, call });
    if (fault === undefined) return work();
    if ("status" in fault) return failure(fault, ownError(fault.status, call));
    if ("lateMs" in fault) {
      const response = await work();
      await sleep(fault.lateMs, undefined, { signal: ended.signal }).catch(() => undefined);
      return response;
    }
    const moment = "hang" in fault ? fault.hang : fault.hangUp;
    if (moment === "after") await work();
    if ("hang" in fault) await end;
    return cut(bindings);
  }

  return {
    calls,
    callsTo: (route) => calls.filter((call) => matches(route, call)),
    fault: (route, ...faults) => void scripts.push({ route, faults }),
    fetch: async (request, bindings = {}) => {
      if (ended.signal.aborted) return cut(bindings);
      const call = await callOf(request);
      calls.push(call);
      const response = await answer(call, request, bindings);
      if (ended.signal.aborted) return cut(bindings);
      if (response !== RESPONSE_ALREADY_SENT) call.status = response.status;
      return response;
    },
    stop: async () => ended.abort(),
  };
}

/** A key and a certificate for 127.0.0.1, both PEM. */
export type Tls = { key: string; cert: string };

/** Gives a peer a port of its own on 127.0.0.1. */
export async function start<Given extends Peer>(
  peer: Given,
  tls?: Tls,
): Promise<Given & { url: string }> {
  const where = { fetch: peer.fetch, hostname: "127.0.0.1", port: 0 };
  const server = await new Promise<ServerType>((resolve) => {
    const ready = () => resolve(started);
    const started =
      tls === undefined
        ? serve(where, ready)
        : serve({ ...where, createServer: createTlsServer, serverOptions: tls }, ready);
  });
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    await peer.stop();
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { ...peer, url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`, stop };
}
