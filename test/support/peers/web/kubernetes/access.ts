import { forbidden, refuse, unauthorized, type Target } from "./status.ts";

/** Whom a bearer token stands for. `allow` holds "verb resource", like "patch deployments/scale"; without it all. */
export type Account = { user: string; allow?: string[]; namespaces?: string[] };

const nobody: Account = { user: "system:anonymous", allow: [] };
const root: Account = { user: "system:admin" };

/** Undefined for a token that nobody has. Without any token one is anonymous, which is no error yet. */
export function accountOf(
  tokens: Record<string, Account> | undefined,
  authorization: string | undefined,
): Account | undefined {
  if (tokens === undefined) return root;
  if (authorization === undefined) return nobody;
  return tokens[authorization.replace(/^Bearer /i, "")];
}

export function verbOf(method: string, target: Target): string {
  if (method === "GET") return target.name === undefined ? "list" : "get";
  return (
    { PUT: "update", PATCH: "patch", POST: "create", DELETE: "delete" }[method] ??
    method.toLowerCase()
  );
}

/** The refusal, or undefined when the account may. */
export function refusal(
  account: Account | undefined,
  method: string,
  target: Target,
): Response | undefined {
  if (account === undefined) return refuse(unauthorized);
  const { resource, subresource, namespace } = target;
  const verb = verbOf(method, target);
  const wanted = `${verb} ${resource}${subresource === undefined ? "" : `/${subresource}`}`;
  const isAllowed = account.allow?.includes(wanted) ?? true;
  const isHere = account.namespaces?.includes(namespace ?? "") ?? true;
  return isAllowed && isHere ? undefined : refuse(forbidden(target, account.user, verb));
}

/** Paths outside the resources: what the server offers is shown to whoever has a name. */
export function discoveryRefusal(account: Account | undefined, path: string): Response | undefined {
  if (account === undefined) return refuse(unauthorized);
  if (account !== nobody) return undefined;
  const message = `forbidden: User "${account.user}" cannot get path "${path}"`;
  return refuse({ code: 403, reason: "Forbidden", message, details: {} });
}
