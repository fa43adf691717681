import type { PeerCall } from "../peer.ts";

/** What a path of the API means. The core group is "". */
export type Target = {
  group: string;
  resource: string;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
};

const everywhere = { group: "", namespace: undefined, name: undefined, subresource: undefined };

export function targetOf(path: string): Target | undefined {
  const [pathname = ""] = path.split("?");
  if (pathname === "/api/v1/namespaces") return { ...everywhere, resource: "namespaces" };
  const match =
    /^\/(?:api|apis\/([^/]+))\/v1(?:\/namespaces\/([^/]+))?\/(deployments|pods)(?:\/([^/]+)(?:\/([^/]+))?)?$/.exec(
      pathname,
    );
  if (match === null) return undefined;
  const [, group = "", namespace, resource = "", name, subresource] = match;
  return { group, resource, namespace, name, subresource };
}

type Cause = { reason: string; message: string; field: string };
export type Status = {
  code: number;
  reason: string;
  message: string;
  details?: { name?: string; group?: string; kind?: string; causes?: Cause[] };
};

/** The Status object that every refusal of the API server is. */
export function refuse(status: Status, headers: Record<string, string> = {}): Response {
  const { code, ...rest } = status;
  const head = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure" };
  return Response.json({ ...head, ...rest, code }, { status: code, headers });
}

const qualified = ({ resource, group }: Target) =>
  group === "" ? resource : `${resource}.${group}`;
const detailsOf = ({ name, group, resource }: Target) => ({
  ...(name === undefined ? {} : { name }),
  ...(group === "" ? {} : { group }),
  kind: resource,
});

export const badRequest = (message: string): Status => ({
  code: 400,
  reason: "BadRequest",
  message,
});

export const unauthorized: Status = { code: 401, reason: "Unauthorized", message: "Unauthorized" };

export function notFound(target: Target): Status {
  const message = `${qualified(target)} "${target.name}" not found`;
  return { code: 404, reason: "NotFound", message, details: detailsOf(target) };
}

export function forbidden(target: Target, user: string, verb: string): Status {
  const { group, namespace, name, subresource } = target;
  const resource =
    subresource === undefined ? target.resource : `${target.resource}/${subresource}`;
  const scope =
    namespace === undefined ? "at the cluster scope" : `in the namespace "${namespace}"`;
  const why = `User "${user}" cannot ${verb} resource "${resource}" in API group "${group}" ${scope}`;
  const subject = name === undefined ? qualified(target) : `${qualified(target)} "${name}"`;
  const message = `${subject} is forbidden: ${why}`;
  return { code: 403, reason: "Forbidden", message, details: detailsOf(target) };
}

export function conflict(
  target: Target,
  why = "the object has been modified; please apply your changes to the latest version and try again",
): Status {
  const message = `Operation cannot be fulfilled on ${qualified(target)} "${target.name}": ${why}`;
  return { code: 409, reason: "Conflict", message, details: detailsOf(target) };
}

/** One field is wrong. Without a kind it is the patch itself that can't be read. */
export function invalid(
  wrong: { kind?: string; group?: string; name?: string },
  field: string,
  value: number | string,
  detail: string,
): Status {
  const { kind = "", group = "", name = "" } = wrong;
  const shown = typeof value === "string" ? JSON.stringify(value) : value;
  const body = `Invalid value: ${shown}: ${detail}`;
  const subject = `${kind}${group === "" ? "" : `.${group}`} "${name}"`;
  const causes = [{ reason: "FieldValueInvalid", message: body, field }];
  const named = kind === "" ? {} : { name, group, kind };
  const message = `${subject} is invalid: ${field}: ${body}`;
  return { code: 422, reason: "Invalid", message, details: { ...named, causes } };
}

export function unsupportedMediaType(accepted: string[]): Status {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`;
  return { code: 415, reason: "UnsupportedMediaType", message };
}

export function methodNotAllowed(target: Target): Status {
  const message = "the server does not allow this method on the requested resource";
  return { code: 405, reason: "MethodNotAllowed", message, details: detailsOf(target) };
}

export function notSupported(target: Target, action: string): Status {
  const message = `${action} is not supported on resources of kind "${qualified(target)}"`;
  return { code: 405, reason: "MethodNotAllowed", message, details: detailsOf(target) };
}

/** Priority and fairness refuse in plain text, not with a Status. */
export function tooManyRequests(retryAfterSeconds = 1): Response {
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
    "x-kubernetes-pf-flowschema-uid": "6b2b2b3e-6a9e-4c0e-8d4b-7f1f1e8d4a11",
    "x-kubernetes-pf-prioritylevel-uid": "2d3d1c55-6f2b-4b0c-9a55-0d1a3b9f7c22",
    "retry-after": String(retryAfterSeconds),
  };
  return new Response("Too many requests, please try again later.\n", { status: 429, headers });
}

const plain: Record<number, Status> = {
  500: {
    code: 500,
    reason: "InternalError",
    message: "Internal error occurred: etcdserver: request timed out",
  },
  503: {
    code: 503,
    reason: "ServiceUnavailable",
    message: "the server is currently unable to handle the request",
  },
  504: {
    code: 504,
    reason: "Timeout",
    message: "Timeout: request did not complete within the allotted timeout",
  },
};

/** How a scripted status is worded. 502 comes from what stands in front of the API server. */
export function ownError(status: number, call: PeerCall): Response {
  const target = targetOf(call.path);
  if (status === 429) return tooManyRequests();
  if (status === 401) return refuse(unauthorized);
  if (target !== undefined && status === 403)
    return refuse(forbidden(target, "system:serviceaccount:ops:countersign", "patch"));
  if (target !== undefined && status === 404) return refuse(notFound(target));
  if (target !== undefined && status === 409) return refuse(conflict(target));
  const known = plain[status];
  if (known !== undefined) return refuse(known);
  const text = `<html><body><h1>${status} Bad Gateway</h1></body></html>\n`;
  return new Response(text, { status, headers: { "content-type": "text/html" } });
}
