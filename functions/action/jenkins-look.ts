import * as z from "zod";
import type { Call, Operation, Outcome } from "#shared/action/driver.ts";
import { goneLook, isGone } from "./exchange.ts";
import { askJenkins, lookRefusal, messageOf, read } from "./jenkins-client.ts";
import { mayProceed, pendingInputs, stepOf } from "./jenkins-input.ts";
import type { Place } from "./jenkins-job.ts";
import { logSince } from "./jenkins-log.ts";

/** How far a build is: in the queue, running, waiting for an answer, over. */

const Known = z.object({
  item: z.number().int(),
  number: z.number().int().nullable().default(null),
  /** Bytes of the log that were read. */
  offset: z.number().int().default(0),
  /** Somebody else waits for the same build. */
  isShared: z.boolean().default(false),
  isStopping: z.boolean().default(false),
});
export type Known = z.output<typeof Known>;

export function knownOf(operation: Operation): Known {
  return Known.parse(operation);
}

export function buildPath({ path }: Place, { number }: Known): string {
  return `${path}/${number ?? "0"}`;
}

const Item = z.object({
  cancelled: z.boolean().default(false),
  why: z.string().nullable().default(null),
  executable: z.object({ number: z.number().int() }).nullable().default(null),
});

type ItemState = { number: number | null; isCancelled: boolean; why: string | null };

/** Items are shown for five minutes after they left the queue; then builds still say which item they were. */
export async function itemState(
  call: Call,
  place: Place,
  { item }: Known,
): Promise<ItemState | Outcome> {
  const answer = await askJenkins(call, place.at, `/queue/item/${item}/api/json`);
  if (isGone(answer)) return goneLook(answer);
  if (answer.status === 404) return byItem(call, place, item);
  if (answer.status >= 300) return lookRefusal(answer);
  const found = read(Item, answer);
  if (found === null) return { kind: "no_answer", message: messageOf(answer) };
  const { executable, cancelled: isCancelled, why } = found;
  return { number: executable?.number ?? null, isCancelled, why };
}

const Value = z.object({ name: z.string(), value: z.unknown() });
const Actions = z.array(z.object({ parameters: z.array(Value).default([]) })).default([]);
const Builds = z.object({
  builds: z.array(
    z.object({ number: z.number().int(), queueId: z.number().int().default(0), actions: Actions }),
  ),
});
const Queue = z.object({ items: z.array(z.object({ id: z.number().int(), actions: Actions })) });

const mostBuilds = 100;
const withParameters = "actions[parameters[name,value]]";

async function recentBuilds(call: Call, { at, path }: Place) {
  const tree = `builds[number,queueId,${withParameters}]{0,${mostBuilds}}`;
  const answer = await askJenkins(call, at, `${path}/api/json`, { method: "GET", query: { tree } });
  if (isGone(answer)) return goneLook(answer);
  if (answer.status >= 300) return lookRefusal(answer);
  return read(Builds, answer)?.builds ?? [];
}

async function byItem(call: Call, place: Place, item: number): Promise<ItemState | Outcome> {
  const builds = await recentBuilds(call, place);
  if (!Array.isArray(builds)) return builds;
  const build = builds.find(({ queueId }) => queueId === item);
  if (build !== undefined) return { number: build.number, isCancelled: false, why: null };
  return { kind: "no_answer", message: "It left the queue, and no build says that it was it." };
}

/** The build or the item of the queue that was given this key. Null: there is none, or not yet. */
export async function findBuild(call: Call, place: Place, key: string): Promise<Outcome | null> {
  const isOurs = ({ actions }: { actions: z.output<typeof Actions> }) =>
    actions.some(({ parameters }) =>
      parameters.some(({ name, value }) => name === place.keyParameter && value === key),
    );
  const tree = `items[id,${withParameters}]`;
  const answer = await askJenkins(call, place.at, "/queue/api/json", {
    method: "GET",
    query: { tree },
  });
  if (isGone(answer)) return goneLook(answer);
  const item = read(Queue, answer)?.items.find(isOurs);
  if (item !== undefined) return { kind: "started", operation: knownOf({ item: item.id }) };
  const builds = await recentBuilds(call, place);
  if (!Array.isArray(builds)) return builds;
  const build = builds.find(isOurs);
  if (build === undefined) return null;
  const { number, queueId } = build;
  return { kind: "started", operation: knownOf({ item: queueId, number }) };
}

const cancelled: Outcome = { kind: "cancelled" };

export async function lookAt(call: Call, place: Place, known: Known): Promise<Outcome> {
  if (known.number !== null) return lookAtBuild(call, place, known);
  const state = await itemState(call, place, known);
  if ("kind" in state) return state;
  if (state.isCancelled) {
    const message = "Somebody took it out of the queue.";
    return known.isStopping ? cancelled : { kind: "failed", code: "CANCELLED", message };
  }
  if (state.number !== null) return lookAtBuild(call, place, { ...known, number: state.number });
  return {
    kind: "started",
    operation: known,
    ...(state.why === null ? {} : { progress: state.why }),
  };
}

const Build = z.object({
  _class: z.string().default(""),
  building: z.boolean(),
  number: z.number().int(),
  result: z.string().nullable().default(null),
  url: z.string().default(""),
});
type Build = z.output<typeof Build>;

async function lookAtBuild(call: Call, place: Place, known: Known): Promise<Outcome> {
  const path = buildPath(place, known);
  const answer = await askJenkins(call, place.at, `${path}/api/json`, {
    method: "GET",
    query: { tree: "building,number,result,url" },
  });
  if (isGone(answer)) return goneLook(answer);
  if (answer.status >= 300) return lookRefusal(answer);
  const build = read(Build, answer);
  if (build === null) return { kind: "no_answer", message: messageOf(answer) };
  const isOver = !build.building && build.result !== null;
  const { text, offset } = await logSince(call, place.at, path, { offset: known.offset, isOver });
  const next = { ...known, offset };
  const outcome = isOver ? ended(build, place, next) : await goingOn(call, place, next, build);
  return text === "" ? outcome : { ...outcome, log: text };
}

/** A build that waits for an answer we may give wants it; for any other answer somebody is waited for. */
async function goingOn(call: Call, place: Place, known: Known, build: Build): Promise<Outcome> {
  const going = { operation: known, progress: `#${build.number}` };
  const isPipeline = build._class.includes("WorkflowRun");
  if (!isPipeline || known.isStopping) return { kind: "started", ...going };
  const pending = await pendingInputs(call, place, buildPath(place, known));
  // The log that was read is not read again: the place in it must be kept, whatever became of this.
  const [input] = Array.isArray(pending) ? pending : [];
  if (input === undefined) return { kind: "started", ...going };
  if (mayProceed(place, input)) return { kind: "wants", step: stepOf(input), ...going };
  const progress = `#${build.number}: ${input.message} (${input.id})`.slice(0, 300);
  return { kind: "started", operation: known, progress };
}

function ended(build: Build, { allowUnstable }: Place, { isStopping }: Known): Outcome {
  const { number, url, result } = build;
  const output = { number, url, result };
  const isGood = result === "SUCCESS" || (result === "UNSTABLE" && allowUnstable);
  if (isGood) return { kind: "succeeded", text: `#${number} ${result} ${url}`, output };
  if (result === "ABORTED" && isStopping) return cancelled;
  const message = `#${number} ended as ${result}: ${url}`;
  return { kind: "failed", code: `BUILD_${result}`, message, output };
}
