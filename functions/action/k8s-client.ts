import * as z from "zod";
import type { Outcome } from "#shared/action/driver.ts";
import type { SettingValues } from "#shared/setting/groups.ts";
import type { Resolved } from "#shared/setting/resolve-secrets.ts";
import type { Answer } from "#shared/outbound/request.ts";
import { exchange, harmless, isGone, throttled, type Caller, type Gone } from "./exchange.ts";

/** The API server of a cluster, as actions and option sources speak to it. */

export type Cluster = Resolved<SettingValues["kubernetes"]>["clusters"][number];
export type Found = { cluster: Cluster } | Extract<Outcome, { kind: "failed" }>;

/** The cluster of that name, for work in that namespace. */
export function clusterFor({ settings }: Caller, name: string, namespace?: string): Found {
  const cluster = settings.kubernetes?.clusters.find((one) => one.name === name);
  if (cluster === undefined) {
    const message = `The settings have no cluster ${name}.`;
    return { kind: "failed", code: "UNKNOWN_CLUSTER", message };
  }
  const { namespaces } = cluster;
  if (namespace === undefined || namespaces.length === 0 || namespaces.includes(namespace)) {
    return { cluster };
  }
  const message = `The settings do not open the namespace ${namespace} of ${name}.`;
  return { kind: "failed", code: "CLOSED_NAMESPACE", message };
}

/** Several exchanges may follow each other in one call. */
const exchangeTimeoutMs = 10_000;
const mostBytes = 4_000_000;

type Sent = {
  method: "GET" | "PATCH" | "DELETE";
  query?: Record<string, string>;
  /** A merge patch, or options of a deletion. */
  body?: unknown;
  type?: string;
  signal?: AbortSignal;
};

const mergePatch = "application/merge-patch+json";

export function askCluster(
  caller: Caller,
  cluster: Cluster,
  path: string,
  { method, query = {}, body, type = mergePatch, signal }: Sent = { method: "GET" },
): Promise<Answer | Gone> {
  const search = new URLSearchParams(query).toString();
  const url = `${cluster.url.replace(/\/+$/, "")}${path}${search === "" ? "" : `?${search}`}`;
  return exchange(caller, url, {
    method,
    headers: {
      accept: "application/json",
      authorization: `Bearer ${cluster.token}`,
      ...(body === undefined ? {} : { "content-type": type }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ca: cluster.ca,
    isWhole: true,
    timeoutMs: exchangeTimeoutMs,
    maxBytes: mostBytes,
    ...(signal === undefined ? {} : { signal }),
  });
}

export function apps(namespace: string, name = ""): string {
  const of = name === "" ? "" : `/${encodeURIComponent(name)}`;
  return `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/deployments${of}`;
}

export function pods(namespace: string, name = ""): string {
  const of = name === "" ? "" : `/${encodeURIComponent(name)}`;
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods${of}`;
}

const Status = z.object({ message: z.string() });
const codes: Record<number, string> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  422: "INVALID",
};

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function messageOf({ status, text }: Answer): string {
  const parsed = Status.safeParse(json(text));
  return `HTTP ${status}: ${parsed.success ? parsed.data.message : text.slice(0, 500).trim()}`;
}

/** What a refusal of a call means. The server's own failures leave open what they did. */
export function refusal(answer: Answer): Outcome {
  const { status } = answer;
  const message = messageOf(answer);
  if (status === 429) return throttled(answer, message);
  if (status >= 500) return { kind: "no_answer", message };
  return { kind: "failed", code: codes[status] ?? `HTTP_${status}`, message };
}

/** Only what is gone is known of what is looked at; whoever is not let in, or gets no answer, looks again. */
export function lookRefusal(answer: Answer): Outcome {
  const outcome = refusal(answer);
  const isOver = outcome.kind !== "failed" || answer.status === 404;
  return isOver ? outcome : { kind: "no_answer", message: outcome.message };
}

/** An answer read by a schema; null: it is another one than the API promises. */
export function read<Schema extends z.ZodType>(
  schema: Schema,
  { status, text }: Answer,
): z.output<Schema> | null {
  const parsed = status < 300 ? schema.safeParse(json(text)) : undefined;
  return parsed?.success === true ? parsed.data : null;
}

export function strange(answer: Answer): Outcome {
  return { kind: "no_answer", message: `No answer of the Kubernetes API: ${messageOf(answer)}` };
}

/** Reads something that changes nothing: whatever is in the way, it certainly did no harm. */
export async function readSafely<Schema extends z.ZodType>(
  caller: Caller,
  cluster: Cluster,
  path: string,
  schema: Schema,
): Promise<{ found: z.output<Schema> } | { refused: Outcome }> {
  const answer = await askCluster(caller, cluster, path);
  if (isGone(answer)) return { refused: harmless(answer) };
  if (answer.status >= 300) return { refused: harmless(refusal(answer)) };
  const found = read(schema, answer);
  return found === null ? { refused: harmless(strange(answer)) } : { found };
}
