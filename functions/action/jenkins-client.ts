import * as z from "zod";
import type { Outcome } from "#shared/action/driver.ts";
import type { SettingValues } from "#shared/setting/groups.ts";
import type { Resolved } from "#shared/setting/resolve-secrets.ts";
import type { Answer } from "#shared/outbound/request.ts";
import { exchange, isGone, throttled, type Caller, type Gone } from "./exchange.ts";

/** A Jenkins server, as actions and option sources speak to it. */

export type Server = Resolved<SettingValues["jenkins"]>["servers"][number];

export function serverFor(
  { settings }: Caller,
  name: string,
): { server: Server } | Extract<Outcome, { kind: "failed" }> {
  const server = settings.jenkins?.servers.find((one) => one.name === name);
  if (server !== undefined) return { server };
  return {
    kind: "failed",
    code: "UNKNOWN_SERVER",
    message: `The settings have no server ${name}.`,
  };
}

/** Up to four exchanges may follow each other in one call. */
const exchangeTimeoutMs = 8_000;
const mostBytes = 2_000_000;

type Sent = {
  method: "GET" | "POST";
  query?: Record<string, string>;
  form?: Record<string, string>;
  maxBytes?: number;
  signal?: AbortSignal;
};

type Crumb = { headers: Record<string, string> };

function send(
  caller: Caller,
  server: Server,
  path: string,
  { method, query = {}, form, maxBytes = mostBytes, signal }: Sent,
  { headers }: Crumb = { headers: {} },
): Promise<Answer | Gone> {
  const search = new URLSearchParams(query).toString();
  const url = `${server.url.replace(/\/+$/, "")}${path}${search === "" ? "" : `?${search}`}`;
  const credentials = Buffer.from(`${server.user}:${server.token}`).toString("base64");
  return exchange(caller, url, {
    method,
    headers: {
      authorization: `Basic ${credentials}`,
      ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      ...headers,
    },
    ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    timeoutMs: exchangeTimeoutMs,
    maxBytes,
    ...(signal === undefined ? {} : { signal }),
  });
}

const Issued = z.object({ crumb: z.string(), crumbRequestField: z.string() });

/** Who signs in by password needs a crumb of the same session; who comes with an API token needs none. */
async function crumbFor(caller: Caller, server: Server): Promise<Crumb | null> {
  const answer = await send(caller, server, "/crumbIssuer/api/json", { method: "GET" });
  const issued = isGone(answer) ? null : read(Issued, answer);
  if (issued === null || isGone(answer)) return null;
  const cookies = (answer.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]);
  return { headers: { [issued.crumbRequestField]: issued.crumb, cookie: cookies.join("; ") } };
}

export async function askJenkins(
  caller: Caller,
  server: Server,
  path: string,
  sent: Sent = { method: "GET" },
): Promise<Answer | Gone> {
  const answer = await send(caller, server, path, sent);
  const isCrumb =
    !isGone(answer) && answer.status === 403 && answer.text.includes("No valid crumb");
  if (sent.method === "GET" || !isCrumb) return answer;
  const crumb = await crumbFor(caller, server);
  return crumb === null ? answer : send(caller, server, path, sent, crumb);
}

/** team/deploy is at /job/team/job/deploy. */
export function jobPath(job: string): string {
  return job
    .split("/")
    .map((name) => `/job/${encodeURIComponent(name)}`)
    .join("");
}

const codes: Record<number, string> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "NOT_BUILDABLE",
};

/** Pages of Jenkins are HTML; a person wants the sentence in them. */
export function messageOf({ status, text }: Answer): string {
  const words = text.replaceAll(/<(style|script)[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]*>/g, " ");
  return `HTTP ${status}: ${words.replaceAll(/\s+/g, " ").trim().slice(0, 300)}`;
}

export function refusal(answer: Answer): Outcome {
  const { status } = answer;
  const message = messageOf(answer);
  if (status === 429) return throttled(answer, message);
  if (status >= 500) return { kind: "no_answer", message };
  return { kind: "failed", code: codes[status] ?? `HTTP_${status}`, message };
}

/** To a look: the build goes on, whoever is not let in or gets no answer. */
export function lookRefusal(answer: Answer): Outcome {
  const outcome = refusal(answer);
  return outcome.kind === "failed" ? { kind: "no_answer", message: outcome.message } : outcome;
}

/** An answer read by a schema; null: it is another one than the API promises. */
export function read<Schema extends z.ZodType>(
  schema: Schema,
  { status, text }: Answer,
): z.output<Schema> | null {
  if (status >= 300) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
