import { K8sRestartPodsParameters } from "#shared/action/catalogue/k8s-restart-pods.ts";
import type { Call, Driver, Outcome } from "#shared/action/driver.ts";
import { goneLook, isGone } from "./exchange.ts";
import {
  apps,
  askCluster,
  clusterFor,
  lookRefusal,
  pods,
  read,
  readSafely,
  refusal,
  strange,
  type Cluster,
} from "./k8s-client.ts";
import { Deployment, isObserved, readiness } from "./k8s-deployment.ts";
import { isOf, Pod } from "./k8s-pod.ts";

/** Restarts single pods: each is deleted, and whoever made it makes another one. */

type Place = { cluster: Cluster; path: string; deployment: string; name: string };

function placeOf(call: Call): Place | Outcome {
  const given = K8sRestartPodsParameters.parse(call.parameters);
  const found = clusterFor(call, given.cluster, given.namespace);
  if (!("cluster" in found)) return found;
  const name = call.target ?? "";
  const path = pods(given.namespace, name);
  return { ...found, path, deployment: apps(given.namespace, given.deployment), name };
}

/** Nothing but pods of the deployment that was named is ever deleted. Null: it is one of them. */
async function refused(
  call: Call,
  { cluster, deployment, path, name }: Place,
): Promise<Outcome | null> {
  const owner = await readSafely(call, cluster, deployment, Deployment);
  if ("refused" in owner) return owner.refused;
  const pod = await readSafely(call, cluster, path, Pod);
  if ("refused" in pod) return pod.refused;
  if (isOf(pod.found, owner.found)) return null;
  const message = `${name} is no instance of ${owner.found.metadata.name}.`;
  return { kind: "failed", code: "NOT_ITS_POD", message };
}

/** Called once more, the pod may be gone by our own hand. */
function isGoneAlready(call: Call, outcome: Outcome | null): boolean {
  return call.attempt > 1 && outcome?.kind === "failed" && outcome.code === "NOT_FOUND";
}

async function start(call: Call): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const going: Outcome = { kind: "started", operation: {} };
  const refusedBefore = await refused(call, place);
  if (isGoneAlready(call, refusedBefore)) return going;
  if (refusedBefore !== null) return refusedBefore;
  const answer = await askCluster(call, place.cluster, place.path, { method: "DELETE" });
  if (isGone(answer)) return answer;
  return answer.status < 300 || answer.status === 404 ? going : refusal(answer);
}

/** Gone, and as many serve as are wanted. */
async function look(call: Call): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const pod = await askCluster(call, place.cluster, place.path);
  if (isGone(pod)) return goneLook(pod);
  if (pod.status < 300) return { kind: "started", operation: {}, progress: "…" };
  if (pod.status !== 404) return lookRefusal(pod);
  const answer = await askCluster(call, place.cluster, place.deployment);
  if (isGone(answer)) return goneLook(answer);
  if (answer.status >= 300) return lookRefusal(answer);
  const deployment = read(Deployment, answer);
  if (deployment === null) return strange(answer);
  const { spec, status } = deployment;
  const progress = readiness(deployment);
  const isWhole = isObserved(deployment) && status.readyReplicas >= spec.replicas;
  return isWhole
    ? { kind: "succeeded", text: `${place.name}: ${progress}`, output: {} }
    : { kind: "started", operation: {}, progress };
}

async function rehearse(call: Call): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const refusedBefore = await refused(call, place);
  if (refusedBefore !== null) return refusedBefore;
  const query = { dryRun: "All" };
  const answer = await askCluster(call, place.cluster, place.path, { method: "DELETE", query });
  if (isGone(answer)) return answer;
  if (answer.status >= 300) return refusal(answer);
  return { kind: "succeeded", text: `${place.name} would be deleted.` };
}

export const k8sRestartPods: Driver = { start, poll: look, rehearse };
