import { HttpRequestParameters } from "#shared/action/catalogue/http-request.ts";
import type { Call, Operation, Outcome } from "#shared/action/driver.ts";
import { exchange, goneLook, goneStep, isGone, throttled, type Asked } from "./exchange.ts";
import {
  describe,
  failure,
  fieldOf,
  isBroken,
  isSilent,
  itemsIn,
  readField,
  reported,
  success,
} from "./http-answer.ts";

/** Long operations of `http.request`: looking, making the calls they wait for, stopping, finding a lost one. */

export function parametersOf({ parameters }: Call): HttpRequestParameters {
  return HttpRequestParameters.parse(parameters);
}

function statusUrlOf(call: Call, { statusUrl }: Operation): string {
  return typeof statusUrl === "string" ? statusUrl : parametersOf(call).url;
}

/** An address below another one, or with a slash in front elsewhere on its host. Nothing leads to another host. */
function below(base: string, path: string): string {
  if (path === "") return base;
  const url = new URL(base);
  const [pathname = "", ...query] = path.split("?");
  const isWhole = pathname.startsWith("/");
  url.pathname = isWhole ? pathname : `${url.pathname.replace(/\/$/, "")}/${pathname}`;
  url.search = query.join("?");
  return url.href;
}

/** Where to ask: fields of the answer in braces become its values, each inside its place in the path. */
export function statusUrlFrom(url: string, path: string, value: unknown): string | undefined {
  let isWhole = true;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const found = fieldOf(value, name);
    if (found === undefined || /^\.{0,2}$/.test(found)) isWhole = false;
    return encodeURIComponent(found ?? "");
  });
  return isWhole && filled !== "" ? below(url, filled) : undefined;
}

/** Credentials go to the host they were given for, wherever the other side says its status is. */
function headersFor(call: Call, url: string): Record<string, string> {
  const { url: own, headers } = parametersOf(call);
  return new URL(own).origin === new URL(url).origin ? headers : {};
}

function ask(call: Call, url: string, given: Pick<Asked, "method" | "headers" | "body">) {
  const headers = { ...headersFor(call, url), ...given.headers };
  return exchange(call, url, { ...given, headers });
}

/** Asks how far a long operation is. A silent or broken answer means: ask again later. */
export async function look(call: Call, operation: Operation): Promise<Outcome> {
  const { poll } = parametersOf(call);
  const answer = await ask(call, statusUrlOf(call, operation), { method: "GET" });
  if (isGone(answer)) return goneLook(answer);
  if (answer.status === 429) return throttled(answer, describe(answer));
  if (isSilent(answer)) return { kind: "no_answer", message: describe(answer) };
  if (answer.status >= 400) return failure(answer);
  const state = readField(answer.text, poll.stateField);
  if (state !== undefined && poll.succeeded.includes(state)) return success(answer);
  if (state !== undefined && poll.failed.includes(state)) return reported(answer);
  const progress = readField(answer.text, poll.progressField);
  const shown = { operation, ...(progress === undefined ? {} : { progress }) };
  const wanted = poll.advance.find((one) => one.state === state);
  if (wanted === undefined)
    return { kind: "started", ...shown, lookAfterSeconds: poll.everySeconds };
  const step = wanted.stepField === "" ? "" : (readField(answer.text, wanted.stepField) ?? "");
  return { kind: "wants", step: `${wanted.path} ${step}`.trim(), ...shown };
}

/** Makes the call that the operation waits for: `step` names its address and, behind a blank, which one it is. */
export async function advance(call: Call, operation: Operation, step: string): Promise<Outcome> {
  const { everySeconds } = parametersOf(call).poll;
  const [, path = "", name = ""] = /^(\S*) ?(.*)$/.exec(step) ?? [];
  const answer = await ask(call, below(statusUrlOf(call, operation), path), {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "idempotency-key": `${call.key}-${step.replaceAll(/[^\w.-]/g, "_")}`,
    },
    body: JSON.stringify(name === "" ? {} : { step: plain(name) }),
  });
  if (isGone(answer)) return goneStep(answer);
  if (answer.status === 429) return throttled(answer, describe(answer));
  // A step that is not wanted any more has been taken: what the operation shows next tells.
  const isTaken = answer.status < 300 || answer.status === 409;
  if (isTaken) return { kind: "started", operation, lookAfterSeconds: everySeconds };
  return isBroken(answer) ? { kind: "no_answer", message: describe(answer) } : failure(answer);
}

function plain(name: string): string | number {
  return /^\d{1,9}$/.test(name) ? Number(name) : name;
}

export async function cancel(call: Call, operation: Operation): Promise<Outcome> {
  const { cancelPath } = parametersOf(call).poll;
  const answer = await ask(call, below(statusUrlOf(call, operation), cancelPath), {
    method: "POST",
  });
  if (isGone(answer)) return goneStep(answer);
  if (answer.status === 429) return throttled(answer, describe(answer));
  if (answer.status < 300) return { kind: "cancelled" };
  return isBroken(answer) ? { kind: "no_answer", message: describe(answer) } : failure(answer);
}

/** The one item of the other side's list that is what the lost call asked for. None yet: it may still appear. */
export async function find(call: Call): Promise<Outcome> {
  const { url, find: given, poll } = parametersOf(call);
  const answer = await ask(call, new URL(given.url, url).href, { method: "GET" });
  if (isGone(answer)) return goneLook(answer);
  if (answer.status >= 300) return { kind: "no_answer", message: describe(answer) };
  const wanted = Object.entries(given.match);
  const found = itemsIn(answer.text, given.itemsField).filter((item) =>
    wanted.every(([name, value]) => fieldOf(item, name) === String(value)),
  );
  const [only] = found;
  const statusUrl = only && statusUrlFrom(url, poll.statusPath, only);
  if (found.length !== 1 || statusUrl === undefined || wanted.length === 0) {
    return { kind: "no_answer", message: `${found.length} items could be what the call made.` };
  }
  return { kind: "started", operation: { statusUrl }, lookAfterSeconds: poll.everySeconds };
}
