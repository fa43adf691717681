import { replicaSetOf, type Condition, type Deployment, type Pod } from "./deployment.ts";
import type { Json } from "./json.ts";

/** Kubernetes tells time in whole seconds. */
const time = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
/** Numbers that are 0 are left out of most answers. */
const nonZero = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));

function conditionView(condition: Condition): Json {
  const { type, status, reason, message, lastUpdateMs, lastTransitionMs } = condition;
  const lastUpdateTime = time(lastUpdateMs);
  const lastTransitionTime = time(lastTransitionMs);
  return { type, status, lastUpdateTime, lastTransitionTime, reason, message };
}

export function deploymentView(deployment: Deployment): Json {
  const { name, namespace, uid, generation, labels, template, replicas } = deployment;
  const { conditions, ...counts } = deployment.status;
  return {
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion: String(deployment.resourceVersion),
      generation,
      creationTimestamp: time(deployment.createdMs),
      labels,
      annotations: { "deployment.kubernetes.io/revision": String(deployment.revision) },
    },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: deployment.progressDeadlineSeconds,
    },
    status: { ...nonZero(counts), conditions: conditions.map(conditionView) },
  };
}

export function scaleView(deployment: Deployment): Json {
  const { name, namespace, uid, resourceVersion, createdMs, replicas, status } = deployment;
  const selector = Object.entries(deployment.labels).map(([key, value]) => `${key}=${value}`);
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion: String(resourceVersion),
      creationTimestamp: time(createdMs),
    },
    spec: nonZero({ replicas }),
    status: { replicas: status.replicas, selector: selector.join(",") },
  };
}

export function namespaceView(name: string): Json {
  const labels = { "kubernetes.io/metadata.name": name };
  return {
    metadata: { name, uid: `ns-${name}`, creationTimestamp: time(0), labels },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  };
}

function podStatus(pod: Pod, isFull: boolean): Json {
  const { phase, isReady, reason, createdMs } = pod;
  if (phase === "Pending" && isFull) {
    const message = "0/3 nodes are available: 3 Insufficient cpu.";
    const unscheduled = { type: "PodScheduled", status: "False", reason: "Unschedulable", message };
    return { phase, conditions: [unscheduled] };
  }
  const ready = isReady ? "True" : "False";
  const conditions = [
    { type: "PodScheduled", status: "True" },
    { type: "Ready", status: ready },
  ];
  const waiting = phase === "Pending" ? "ContainerCreating" : reason;
  const state = isReady
    ? { running: { startedAt: time(createdMs) } }
    : { waiting: { reason: waiting } };
  const container = { name: "main", ready: isReady, restartCount: isReady ? 0 : 1, state };
  if (phase === "Failed") return { phase, reason, startTime: time(createdMs) };
  return { phase, conditions, startTime: time(createdMs), containerStatuses: [container] };
}

export function podView(pod: Pod, owner: Deployment | undefined, isFull: boolean): Json {
  const { name, namespace, uid, labels, deletedMs, phase } = pod;
  const isPlaced = phase !== "Pending" || !isFull;
  const set = owner === undefined ? undefined : replicaSetOf({ ...owner, hash: pod.hash ?? "" });
  const reference = { apiVersion: "apps/v1", kind: "ReplicaSet", name: set, controller: true };
  return {
    metadata: {
      name,
      ...(set === undefined ? {} : { generateName: `${set}-`, ownerReferences: [reference] }),
      namespace,
      uid,
      resourceVersion: String(pod.resourceVersion),
      creationTimestamp: time(pod.createdMs),
      ...(deletedMs === undefined
        ? {}
        : { deletionTimestamp: time(deletedMs + 30_000), deletionGracePeriodSeconds: 30 }),
      labels,
    },
    spec: {
      containers: [{ name: "main", image: "registry.local/app:1" }],
      restartPolicy: "Always",
      ...(isPlaced ? { nodeName: "node-1" } : {}),
    },
    status: podStatus(pod, isFull),
  };
}
