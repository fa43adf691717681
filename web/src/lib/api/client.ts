import type { Contract, OperationName } from "#shared/contract/index.ts";
import type { Answer, Sent } from "#shared/contract/operation.ts";
import type { ApiError } from "./error.ts";
import { errorOf } from "./error.ts";
import { paths } from "./paths.ts";
import { newIntent, sendTwice } from "./send.ts";

type Optional<Part> = {
  [K in keyof Part as {} extends Part[K] ? K : never]?: Part[K];
} & { [K in keyof Part as {} extends Part[K] ? never : K]: Part[K] };

/** `params`, `query` and `body` of an operation, without those it does not have. */
export type Request<Name extends OperationName> = Optional<
  Pick<
    Sent<Contract[Name]>,
    {
      [K in keyof Sent<Contract[Name]>]: Sent<Contract[Name]>[K] extends undefined ? never : K;
    }[keyof Sent<Contract[Name]>]
  >
>;
export type Result<Name extends OperationName> = Answer<Contract[Name]>;

export type Options = {
  /** Idempotency key: the same one makes a second try of the same wish harmless. Default: a new one. */
  intent?: string;
  signal?: AbortSignal;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
};

type Arguments<Name extends OperationName> =
  {} extends Request<Name>
    ? [request?: Request<Name>, options?: Options]
    : [request: Request<Name>, options?: Options];

type Client = { [Name in OperationName]: (...args: Arguments<Name>) => Promise<Result<Name>> };

type AnyRequest = {
  params?: Record<string, string | number>;
  query?: Record<string, unknown>;
  body?: unknown;
};

const listeners = new Set<() => void>();

/** Called when an answer says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Address of an operation below the origin, with its query. */
export function urlOf(path: string, request: AnyRequest = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(request.params?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const search = query.toString();
  return `/api${filled}${search === "" ? "" : `?${search}`}`;
}

async function call(
  name: OperationName,
  request: AnyRequest = {},
  options: Options = {},
): Promise<unknown> {
  const [method, path] = paths[name];
  const headers = new Headers({ accept: "application/json" });
  if (method !== "GET") headers.set("idempotency-key", options.intent ?? newIntent());
  if (request.body !== undefined) headers.set("content-type", "application/json");
  const response = await sendTwice(urlOf(path, request), {
    method,
    headers,
    body: request.body === undefined ? undefined : JSON.stringify(request.body),
    credentials: "same-origin",
    signal: options.signal,
    keepalive: options.keepalive,
  });
  if (response.ok) return response.status === 204 ? undefined : await response.json();
  const error = await errorOf(response);
  if (isSignedOut(error)) for (const listener of listeners) listener();
  throw error;
}

function isSignedOut(error: ApiError): boolean {
  return error.code === "UNAUTHENTICATED" || error.code === "SESSION_EXPIRED";
}

/** The API, one function per operation of the contract: `await api.getTicket({ params: { id } })`. */
export const api = new Proxy({} as Client, {
  get: (_, name) => (request?: AnyRequest, options?: Options) =>
    call(name as OperationName, request, options),
});
