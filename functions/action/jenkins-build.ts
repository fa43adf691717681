import type { Call, Driver, Operation, Outcome } from "#shared/action/driver.ts";
import type { Answer } from "#shared/outbound/request.ts";
import { goneStep, isGone } from "./exchange.ts";
import { askJenkins, refusal } from "./jenkins-client.ts";
import { answerInput } from "./jenkins-input.ts";
import { checkJob, placeOf, valuesOf, type Place } from "./jenkins-job.ts";
import { buildPath, findBuild, itemState, knownOf, lookAt, type Known } from "./jenkins-look.ts";

async function start(call: Call): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const checked = await checkJob(call, place);
  if ("refused" in checked) return checked.refused;
  const [verb, form] = checked.hasParameters
    ? ["buildWithParameters", valuesOf(place, call.key)]
    : ["build", {}];
  const answer = await askJenkins(call, place.at, `${place.path}/${verb}`, {
    method: "POST",
    form,
  });
  return isGone(answer) ? answer : queued(answer, place);
}

/**
 * 201: it waits in the queue. 303: the same build, with the same parameters, waited there already and is this one
 * now; redirects are never followed. Without a key of its own it is somebody else's, too.
 */
function queued(answer: Answer, { keyParameter }: Place): Outcome {
  const isAccepted = [201, 302, 303].includes(answer.status);
  if (!isAccepted) return refusal(answer);
  const item = /\/queue\/item\/(\d+)\/?$/.exec(answer.headers.location ?? "")?.[1];
  if (item === undefined) {
    return { kind: "no_answer", message: "Jenkins did not say where in the queue it is." };
  }
  const isShared = answer.status === 303 && keyParameter === "";
  const operation: Known = {
    item: Number(item),
    number: null,
    offset: 0,
    isShared,
    isStopping: false,
  };
  const log = isShared ? "The same build waited in the queue already: it is this one, too.\n" : "";
  return { kind: "started", operation, ...(log === "" ? {} : { log }) };
}

async function look(call: Call, operation: Operation): Promise<Outcome> {
  const place = placeOf(call);
  return "kind" in place ? place : lookAt(call, place, knownOf(operation));
}

async function advance(call: Call, operation: Operation, step: string): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const outcome = await answerInput(call, place, buildPath(place, knownOf(operation)), step);
  return outcome === "answered" ? { kind: "started", operation } : outcome;
}

/** Out of the queue at once; a build that has begun is asked to stop, and looked at until it has. */
async function cancel(call: Call, operation: Operation): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const known = knownOf(operation);
  if (known.isShared) {
    const message = "Others wait for the same build: it is not stopped for them.";
    return { kind: "failed", code: "SHARED", message };
  }
  if (known.number !== null) return stop(call, place, known);
  const query = { id: String(known.item) };
  const answer = await askJenkins(call, place.at, "/queue/cancelItem", { method: "POST", query });
  if (isGone(answer)) return goneStep(answer);
  if (answer.status < 400) return { kind: "cancelled" };
  // It has left the queue meanwhile.
  const state = await itemState(call, place, known);
  if ("kind" in state) return state;
  if (state.isCancelled) return { kind: "cancelled" };
  return state.number === null
    ? refusal(answer)
    : stop(call, place, { ...known, number: state.number });
}

async function stop(call: Call, place: Place, known: Known): Promise<Outcome> {
  const path = `${buildPath(place, known)}/stop`;
  const answer = await askJenkins(call, place.at, path, { method: "POST" });
  if (isGone(answer)) return goneStep(answer);
  if (answer.status >= 400) return refusal(answer);
  return { kind: "started", operation: { ...known, isStopping: true } };
}

async function find(call: Call): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const found = await findBuild(call, place, call.key);
  return (
    found ?? { kind: "no_answer", message: "Jenkins shows neither item nor build of this key." }
  );
}

async function rehearse(call: Call): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const checked = await checkJob(call, place);
  if ("refused" in checked) return checked.refused;
  const names = Object.keys(valuesOf(place, call.key)).join(", ");
  return {
    kind: "succeeded",
    text: `Would build ${place.job}${names === "" ? "" : ` (${names})`}.`,
  };
}

export const jenkinsBuild: Driver = { start, poll: look, advance, cancel, find, rehearse };
