import * as z from "zod";
import { PrometheusCheckParameters } from "#shared/action/catalogue/prometheus-check.ts";
import type { Call, Driver, Operation, OptionProvider, Outcome } from "#shared/action/driver.ts";
import { after, secondMs } from "#shared/core/clock.ts";
import { exchange, harmless, isGone, throttled } from "./exchange.ts";
import { sampleOf, type Sample } from "./prometheus-sample.ts";

/** Asks a query until its value is as wanted, and has been for as long as wanted. */

const exchangeTimeoutMs = 15_000;
const mostBytes = 2_000_000;

/** `until`: after that nothing may begin anew; `since`: from when on it has been as wanted. */
const Watch = z.object({ until: z.string(), since: z.string().nullable() });
type Watch = z.output<typeof Watch>;

function parametersOf({ parameters }: Call): PrometheusCheckParameters {
  return PrometheusCheckParameters.parse(parameters);
}

async function sample(call: Call): Promise<Sample | Outcome> {
  const given = parametersOf(call);
  const server = call.settings.prometheus?.servers.find(({ name }) => name === given.server);
  if (server === undefined) {
    const message = `The settings have no server ${given.server}.`;
    return { kind: "failed", code: "UNKNOWN_SERVER", message };
  }
  const answer = await exchange(call, `${server.url.replace(/\/+$/, "")}/api/v1/query`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      ...(server.token === undefined ? {} : { authorization: `Bearer ${server.token}` }),
    },
    body: new URLSearchParams({ query: given.query }).toString(),
    isWhole: true,
    timeoutMs: exchangeTimeoutMs,
    maxBytes: mostBytes,
  });
  if (isGone(answer)) return answer;
  if (answer.status === 429) return throttled(answer, `HTTP 429: ${answer.text.trim()}`);
  return sampleOf(answer, given);
}

/** Nobody was there, or nobody was let in: for now that says nothing of the value. */
function silent({ message }: { message: string }): Sample {
  return { verdict: "inconclusive", text: message, value: null, series: 0, notes: [] };
}

/** What no waiting mends. */
const final = new Set(["UNKNOWN_SERVER", "BAD_QUERY", "BAD_RESULT", "BLOCKED_ADDRESS"]);

function taken(found: Sample | Outcome): Sample | Outcome {
  if ("verdict" in found) return found;
  if (found.kind === "no_answer") return silent(found);
  return found.kind === "failed" && !final.has(found.code) ? silent(found) : found;
}

const isOver = (at: string, now: string) => Date.parse(now) >= Date.parse(at);

/** It goes on, and is looked at when it may end, or at the usual pace. */
function goOn(call: Call, found: Sample, watch: Watch, end: string): Outcome {
  const left = Math.ceil((Date.parse(end) - Date.parse(call.now)) / secondMs);
  const lookAfterSeconds = Math.max(1, Math.min(parametersOf(call).everySeconds, left));
  return { kind: "started", operation: watch, progress: found.text, lookAfterSeconds };
}

function judge(found: Sample, watch: Watch, call: Call): Outcome {
  const { verdict, value, series, text } = found;
  const output = { value, series };
  if (verdict === "passed") {
    const since = watch.since ?? call.now;
    const heldAt = after(since, parametersOf(call).holdSeconds * secondMs);
    if (isOver(heldAt, call.now)) return { kind: "succeeded", text, output };
    return goOn(call, found, { ...watch, since }, heldAt);
  }
  if (!isOver(watch.until, call.now)) {
    return goOn(call, found, { ...watch, since: null }, watch.until);
  }
  const code = verdict === "failed" ? "CHECK_FAILED" : "INCONCLUSIVE";
  return { kind: "failed", code, message: text, output };
}

/** With what the server had to say about its answer. */
function judged(found: Sample, watch: Watch, call: Call): Outcome {
  const outcome = judge(found, watch, call);
  return found.notes.length === 0 ? outcome : { ...outcome, log: `${found.notes.join("\n")}\n` };
}

async function start(call: Call): Promise<Outcome> {
  const { waitSeconds } = parametersOf(call);
  const found = await sample(call);
  if (waitSeconds === 0 && !("verdict" in found)) return harmless(found);
  const usable = taken(found);
  const until = after(call.now, waitSeconds * secondMs);
  return "verdict" in usable ? judged(usable, { until, since: null }, call) : usable;
}

async function look(call: Call, operation: Operation): Promise<Outcome> {
  const found = taken(await sample(call));
  return "verdict" in found ? judged(found, Watch.parse(operation), call) : found;
}

async function cancel(): Promise<Outcome> {
  return { kind: "cancelled" };
}

/** Asking has no effect: it says how things stand. */
async function rehearse(call: Call): Promise<Outcome> {
  const found = await sample(call);
  if (!("verdict" in found)) return found;
  return { kind: "succeeded", text: `Now ${found.verdict}: ${found.text}` };
}

export const prometheusCheck: Driver = { start, poll: look, cancel, rehearse };

export const prometheusServers: OptionProvider = async ({ settings }) =>
  (settings.prometheus?.servers ?? []).map(({ name }) => ({ value: name, label: name }));
