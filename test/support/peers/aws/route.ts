import { AwsError } from "./error.ts";
import type { WireRequest } from "./wire.ts";

/** How an operation of a REST protocol is bound to HTTP. */
export type Route = {
  operation: string;
  method: string;
  /** With labels: "/applications/{ApplicationId}/environments". */
  path: string;
  /** Members by the name of their query parameter or header (in lower case). */
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  /** Members of label, query and header that are numbers, and that are true or false. */
  numbers?: readonly string[];
  booleans?: readonly string[];
};

/** The route of a request and the members it carries outside its body. Throws UnknownOperationException. */
export function matchRoute<Bound extends Route>(
  routes: readonly Bound[],
  { method, url, headers }: WireRequest,
): { route: Bound; members: Record<string, unknown> } {
  for (const route of routes) {
    const labels = route.method === method ? labelsOf(route.path, url.pathname) : undefined;
    if (!labels) continue;
    const members: Record<string, unknown> = { ...labels };
    for (const [name, member] of Object.entries(route.query ?? {})) {
      members[member] = url.searchParams.get(name) ?? undefined;
    }
    for (const [name, member] of Object.entries(route.headers ?? {})) {
      members[member] = headers[name];
    }
    for (const name of route.numbers ?? []) {
      if (members[name] !== undefined) members[name] = Number(members[name]);
    }
    for (const name of route.booleans ?? []) members[name] = members[name] === "true";
    return { route, members };
  }
  throw new AwsError("UnknownOperationException", `Unknown: ${method} ${url.pathname}`, {
    status: 404,
  });
}

function labelsOf(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const given = path.replace(/\/$/, "").split("/");
  if (wanted.length !== given.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? "");
    const label = /^\{(\w+)\}$/.exec(part)?.[1];
    if (label) labels[label] = value;
    else if (part !== value) return undefined;
  }
  return labels;
}
