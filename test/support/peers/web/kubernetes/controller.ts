import type { Deployment } from "./deployment.ts";
import { buryPods, isMissing, movePods, reconcile, startable, type Cluster } from "./pods.ts";
import { beginRollout, checkDeadline, settle } from "./progress.ts";

function nextMs(cluster: Cluster, deployment: Deployment): number | undefined {
  const { changedMs, steppedMs, status, generation, pods } = deployment;
  if (status.observedGeneration < generation) return changedMs + cluster.observeMs;
  const isBusy =
    isMissing(deployment) ||
    startable(cluster, deployment) !== undefined ||
    pods.some(({ deletedMs }) => deletedMs !== undefined);
  return isBusy ? Math.max(steppedMs, changedMs) + cluster.podMs : undefined;
}

function step(cluster: Cluster, deployment: Deployment, atMs: number): void {
  if (deployment.status.observedGeneration < deployment.generation) beginRollout(deployment, atMs);
  else movePods(cluster, deployment);
  reconcile(cluster, deployment, atMs);
  settle(cluster, deployment, atMs);
  deployment.steppedMs = atMs;
}

/** Lets everything happen that is due by now, in the order of time. */
export function advance(cluster: Cluster, nowMs: number): void {
  buryPods(cluster, nowMs);
  let lastMs = 0;
  for (;;) {
    const due = cluster.deployments
      .map((deployment) => ({ deployment, atMs: nextMs(cluster, deployment) ?? Infinity }))
      .toSorted((a, b) => a.atMs - b.atMs)[0];
    if (due === undefined || due.atMs > nowMs) break;
    // Room that another deployment made was not there before.
    lastMs = Math.max(lastMs, due.atMs);
    checkDeadline(cluster, due.deployment, lastMs);
    step(cluster, due.deployment, lastMs);
  }
  for (const deployment of cluster.deployments) checkDeadline(cluster, deployment, nowMs);
}
