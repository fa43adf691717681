import * as z from "zod";
import { K8sScaleParameters } from "#shared/action/catalogue/k8s-scale.ts";
import type { Call, Driver, Operation, Outcome } from "#shared/action/driver.ts";
import { goneLook, isGone } from "./exchange.ts";
import {
  apps,
  askCluster,
  clusterFor,
  lookRefusal,
  read,
  readSafely,
  refusal,
  strange,
  type Cluster,
} from "./k8s-client.ts";
import { Deployment, isObserved, readiness, Scale } from "./k8s-deployment.ts";

/**
 * Scales a deployment in two steps: `start` only reads how many replicas there are, and the step `scale` writes.
 * So the number to go back to is on record before the effect, whatever becomes of the answer.
 */

/** So often the deployment may change under the hand between reading and writing, in one call. */
const mostConflicts = 5;

/** `previous`: the replicas before; `isSet`: the new number is written, whoever changes it now is somebody else. */
const Known = z.object({
  previous: z.number().int(),
  version: z.string().default(""),
  isSet: z.boolean().default(false),
});
type Known = z.output<typeof Known>;

type Place = { cluster: Cluster; path: string; replicas: number; name: string };

function placeOf(call: Call): Place | Outcome {
  const { cluster: named, namespace, replicas } = K8sScaleParameters.parse(call.parameters);
  const found = clusterFor(call, named, namespace);
  const name = call.target ?? "";
  return "cluster" in found ? { ...found, path: apps(namespace, name), replicas, name } : found;
}

async function current(call: Call, { cluster, path }: Place) {
  return readSafely(call, cluster, `${path}/scale`, Scale);
}

function knownOf({ metadata, spec }: z.output<typeof Scale>): Known {
  return { previous: spec.replicas, version: metadata.resourceVersion, isSet: false };
}

/** Written to another version it is another step: each is made once. */
function wanted(known: Known, progress: string): Outcome {
  return { kind: "wants", step: `scale@${known.version}`, operation: known, progress };
}

async function start(call: Call): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const scale = await current(call, place);
  if ("refused" in scale) return scale.refused;
  const known = knownOf(scale.found);
  if (known.previous === place.replicas) return look(call, { ...known, isSet: true });
  return wanted(known, `${known.previous}`);
}

function write(call: Call, { cluster, path, replicas }: Place, version: string, dryRun = false) {
  const body = { metadata: { resourceVersion: version }, spec: { replicas } };
  const query: Record<string, string> = dryRun ? { dryRun: "All" } : {};
  return askCluster(call, cluster, `${path}/scale`, { method: "PATCH", query, body });
}

/** Writes to the version that was read. Where the number itself has changed meanwhile, that is recorded first. */
async function advance(call: Call, operation: Operation): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  let known = Known.parse(operation);
  for (let conflicts = 0; ; conflicts += 1) {
    const answer = await write(call, place, known.version);
    if (isGone(answer)) return answer;
    if (answer.status < 300) {
      return {
        kind: "started",
        operation: { ...known, isSet: true },
        progress: `→ ${place.replicas}`,
      };
    }
    if (answer.status !== 409 || conflicts >= mostConflicts) return refusal(answer);
    const scale = await current(call, place);
    if ("refused" in scale) return scale.refused;
    const fresh = knownOf(scale.found);
    if (fresh.previous !== known.previous) return wanted(fresh, `${fresh.previous}`);
    known = fresh;
  }
}

async function look(call: Call, operation: Operation): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const answer = await askCluster(call, place.cluster, place.path);
  if (isGone(answer)) return goneLook(answer);
  if (answer.status >= 300) return lookRefusal(answer);
  const deployment = read(Deployment, answer);
  return deployment === null ? strange(answer) : judge(deployment, place, Known.parse(operation));
}

function judge(deployment: Deployment, { replicas, name }: Place, known: Known): Outcome {
  const { spec, status } = deployment;
  const progress = readiness(deployment);
  if (spec.replicas !== replicas) {
    // The call to write it may have been lost: the engine knows whether it was made.
    if (!known.isSet) return wanted(known, progress);
    const message = `Somebody else has set it to ${spec.replicas} replicas since.`;
    return { kind: "failed", code: "SUPERSEDED", message };
  }
  const isDone =
    isObserved(deployment) && status.readyReplicas === replicas && status.replicas === replicas;
  if (!isDone) return { kind: "started", operation: { ...known, isSet: true }, progress };
  const { previous: previousReplicas } = known;
  return {
    kind: "succeeded",
    text: `${name}: ${previousReplicas} → ${replicas}`,
    output: { previousReplicas, replicas, readyReplicas: status.readyReplicas },
  };
}

/** The server plays the change through, quotas and permissions included. */
async function rehearse(call: Call): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const scale = await current(call, place);
  if ("refused" in scale) return scale.refused;
  const { previous, version } = knownOf(scale.found);
  const answer = await write(call, place, version, true);
  if (isGone(answer)) return answer;
  if (answer.status >= 300) return refusal(answer);
  return { kind: "succeeded", text: `${place.name}: ${previous} → ${place.replicas}` };
}

export const k8sScale: Driver = { start, poll: look, advance, rehearse };
