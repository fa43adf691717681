import { randomUUID } from "node:crypto";
import { hashOf, type Deployment, type Pod } from "./deployment.ts";
import type { Json } from "./json.ts";
import { reconcile, type Cluster } from "./pods.ts";
import { settle } from "./progress.ts";

export type NewDeployment = {
  name: string;
  /** default */
  namespace?: string;
  replicas: number;
  /** app=NAME */
  labels?: Record<string, string>;
  progressDeadlineSeconds?: number;
};
export type NewPod = Pick<Pod, "name" | "phase"> &
  Partial<Pick<Pod, "namespace" | "labels" | "reason">>;

function templateOf(labels: Record<string, string>): Json {
  const containers = [{ name: "main", image: "registry.local/app:1" }];
  return { metadata: { labels }, spec: { containers, restartPolicy: "Always" } };
}

/** A deployment whose rollout is over: its pods run already. */
export function addDeployment(cluster: Cluster, given: NewDeployment, atMs: number): void {
  const { name, replicas, namespace = "default", labels = { app: name } } = given;
  const template = templateOf(labels);
  const deployment: Deployment = {
    ...{ name, namespace, labels, replicas, template, uid: randomUUID() },
    ...{ generation: 1, revision: 1, hash: hashOf(name, 1), resourceVersion: 0, pods: [] },
    ...{ rolled: JSON.stringify(template), isBroken: false },
    ...{ createdMs: atMs, changedMs: atMs, steppedMs: atMs },
    progressDeadlineSeconds: given.progressDeadlineSeconds ?? 600,
    status: {
      ...{ observedGeneration: 1, replicas: 0, updatedReplicas: 0, readyReplicas: 0 },
      ...{ availableReplicas: 0, unavailableReplicas: 0, conditions: [] },
    },
  };
  cluster.deployments.push(deployment);
  reconcile(cluster, deployment, atMs);
  for (const pod of deployment.pods) Object.assign(pod, { phase: "Running", isReady: true });
  settle(cluster, deployment, atMs);
}

export function addPod(cluster: Cluster, given: NewPod, atMs: number): void {
  const { namespace = "default", labels = {}, ...rest } = given;
  const pod = { ...rest, namespace, labels, uid: randomUUID(), hash: undefined, createdMs: atMs };
  const isReady = given.phase === "Running";
  cluster.pods.push({ ...pod, isReady, resourceVersion: ++cluster.version });
}
