import { K8sRestartParameters } from "#shared/action/catalogue/k8s-restart.ts";
import type { Call, Driver, Outcome } from "#shared/action/driver.ts";
import { goneLook, isGone } from "./exchange.ts";
import {
  apps,
  askCluster,
  clusterFor,
  lookRefusal,
  read,
  refusal,
  strange,
  type Cluster,
} from "./k8s-client.ts";
import { Deployment, isRolledOut, readiness, rolloutFailure } from "./k8s-deployment.ts";

/** Restarts the pods of a deployment one after the other, by an annotation that makes its template a new one. */

type Place = { cluster: Cluster; path: string; name: string };

function placeOf(call: Call): Place | Outcome {
  const { cluster: named, namespace } = K8sRestartParameters.parse(call.parameters);
  const found = clusterFor(call, named, namespace);
  const name = call.target ?? "";
  return "cluster" in found ? { ...found, path: apps(namespace, name), name } : found;
}

/** The same key is the same template: a repeated call restarts nothing again. */
function restart(call: Call, { cluster, path }: Place, dryRun = false) {
  const annotations = { "countersign/restart": call.key };
  const body = { spec: { template: { metadata: { annotations } } } };
  const query: Record<string, string> = dryRun ? { dryRun: "All" } : {};
  return askCluster(call, cluster, path, { method: "PATCH", query, body });
}

async function start(call: Call): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const answer = await restart(call, place);
  if (isGone(answer)) return answer;
  if (answer.status >= 300) return refusal(answer);
  return { kind: "started", operation: {} };
}

async function look(call: Call): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const answer = await askCluster(call, place.cluster, place.path);
  if (isGone(answer)) return goneLook(answer);
  if (answer.status >= 300) return lookRefusal(answer);
  const deployment = read(Deployment, answer);
  return deployment === null ? strange(answer) : judge(deployment, place);
}

function judge(deployment: Deployment, { name }: Place): Outcome {
  const progress = `${deployment.status.updatedReplicas}/${deployment.spec.replicas}`;
  if (isRolledOut(deployment)) {
    const { readyReplicas } = deployment.status;
    return {
      kind: "succeeded",
      text: `${name}: ${readiness(deployment)}`,
      output: { readyReplicas },
    };
  }
  const message = rolloutFailure(deployment);
  if (message !== null) return { kind: "failed", code: "DEADLINE_EXCEEDED", message };
  if (deployment.spec.paused) {
    const why = "The deployment is paused: it restarts nothing until it is resumed.";
    return { kind: "failed", code: "PAUSED", message: why };
  }
  return { kind: "started", operation: {}, progress };
}

async function rehearse(call: Call): Promise<Outcome> {
  const place = placeOf(call);
  if ("kind" in place) return place;
  const answer = await restart(call, place, true);
  if (isGone(answer)) return answer;
  if (answer.status >= 300) return refusal(answer);
  return { kind: "succeeded", text: `${place.name} would restart.` };
}

export const k8sRestart: Driver = { start, poll: look, rehearse };
