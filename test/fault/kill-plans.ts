import { both } from "#shared/core/text.ts";

/** The plans that are run while the product is killed. Where each step calls is said at the start. */

/** What a step asks of the service, and how. */
export type Kind = "plain" | "keyed" | "plain-poll" | "keyed-poll" | "stoppable" | "last";

export const through: Kind[] = ["plain", "keyed", "plain-poll", "keyed-poll", "last"];
export const toBeStopped: Kind[] = ["keyed", "stoppable", "last"];

/** Longer than any product is down. */
const timeoutSeconds = 86_400;
const long = {
  mode: "poll",
  poll: { everySeconds: 5, failed: ["failed", "cancelled"], cancelPath: "" },
};
const contexts: Record<Kind, object> = {
  plain: {},
  keyed: { idempotent: true },
  "plain-poll": long,
  "keyed-poll": { ...long, idempotent: true },
  stoppable: { ...long, poll: { ...long.poll, cancelPath: "cancel" } },
  last: {},
};
const queries: Partial<Record<Kind, string>> = {
  "plain-poll": "?mode=poll&doneMs=1500",
  "keyed-poll": "?mode=poll&doneMs=1500",
  stoppable: "?mode=poll&doneMs=86400000",
};

export function isKeyed(kind: Kind): boolean {
  return kind.startsWith("keyed");
}

export function effectOf(run: string, kind: Kind): string {
  return `${run}-${kind}`;
}

export function planSource(name: string, owner: string, kinds: Kind[]): string {
  const steps = kinds.map((kind) => ({
    id: kind,
    name: both(kind, kind),
    action: "http.request",
    executeContext: { ...contexts[kind], timeoutSeconds },
  }));
  return JSON.stringify({ scene: "EMERGENCY", name: both(name, name), owners: [owner], steps });
}

/** Where the steps of one run call: each effect has a name of its own. */
export function parametersOf(serviceUrl: string, run: string, kinds: Kind[]) {
  const urlOf = (kind: Kind) => {
    const group = isKeyed(kind) ? "keyed" : "plain";
    return `${serviceUrl}/${group}/effects/${effectOf(run, kind)}${queries[kind] ?? ""}`;
  };
  return Object.fromEntries(kinds.map((kind) => [kind, { url: urlOf(kind) }]));
}
