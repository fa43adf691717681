import {
  condition,
  hashOf,
  replicaSetOf,
  setCondition,
  type Counts,
  type Deployment,
} from "./deployment.ts";
import { countsOf, touch, type Cluster } from "./pods.ts";

export function beginRollout(deployment: Deployment, atMs: number): void {
  const rolled = JSON.stringify(deployment.template);
  if (rolled === deployment.rolled) return;
  deployment.rolled = rolled;
  deployment.revision += 1;
  deployment.hash = hashOf(deployment.name, deployment.revision);
  const message = `Created new replica set "${replicaSetOf(deployment)}"`;
  const reason = "NewReplicaSetCreated";
  setCondition(deployment, { type: "Progressing", status: "True", reason, message }, atMs);
}

function progressed(before: Counts, after: Counts): boolean {
  const isFewerOld =
    after.replicas - after.updatedReplicas < before.replicas - before.updatedReplicas;
  return (
    isFewerOld ||
    after.updatedReplicas > before.updatedReplicas ||
    after.readyReplicas > before.readyReplicas
  );
}

/** A finished rollout stays finished: scaling is no rollout and can't miss its deadline. */
function judgeProgress(deployment: Deployment, before: Counts, atMs: number): void {
  const { replicas, status } = deployment;
  const isFinished = condition(deployment, "Progressing")?.reason === "NewReplicaSetAvailable";
  if (isFinished && status.replicas === status.updatedReplicas) return;
  const type = "Progressing";
  const set = `ReplicaSet "${replicaSetOf(deployment)}"`;
  const { updatedReplicas, availableReplicas } = status;
  if ([status.replicas, updatedReplicas, availableReplicas].every((count) => count === replicas)) {
    const message = `${set} has successfully progressed.`;
    const reason = "NewReplicaSetAvailable";
    setCondition(deployment, { type, status: "True", reason, message }, atMs);
  } else if (progressed(before, status)) {
    const message = `${set} is progressing.`;
    setCondition(deployment, { type, status: "True", reason: "ReplicaSetUpdated", message }, atMs);
  }
}

function judgeAvailability(deployment: Deployment, atMs: number): void {
  const isEnough = deployment.status.availableReplicas >= deployment.replicas;
  const reason = isEnough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable";
  const message = `Deployment ${isEnough ? "has" : "does not have"} minimum availability.`;
  const status = isEnough ? "True" : "False";
  setCondition(deployment, { type: "Available", status, reason, message }, atMs);
}

/** Brings the status in line with the pods. */
export function settle(cluster: Cluster, deployment: Deployment, atMs: number): void {
  const before = { ...deployment.status };
  const was = JSON.stringify(before);
  Object.assign(deployment.status, countsOf(deployment));
  deployment.status.observedGeneration = deployment.generation;
  judgeAvailability(deployment, atMs);
  judgeProgress(deployment, before, atMs);
  if (JSON.stringify(deployment.status) !== was) touch(cluster, deployment);
}

export function checkDeadline(cluster: Cluster, deployment: Deployment, nowMs: number): void {
  const current = condition(deployment, "Progressing");
  if (current === undefined || current.status === "False") return;
  if (current.reason === "NewReplicaSetAvailable") return;
  const dueMs = current.lastUpdateMs + deployment.progressDeadlineSeconds * 1000;
  if (nowMs <= dueMs) return;
  const message = `ReplicaSet "${replicaSetOf(deployment)}" has timed out progressing.`;
  const reason = "ProgressDeadlineExceeded";
  setCondition(deployment, { type: "Progressing", status: "False", reason, message }, dueMs);
  touch(cluster, deployment);
}
