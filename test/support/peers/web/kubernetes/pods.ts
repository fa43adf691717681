import { newPod, type Counts, type Deployment, type Pod } from "./deployment.ts";

/** Everything that a cluster of the peer holds. Times are milliseconds of its own clock. */
export type Cluster = {
  deployments: Deployment[];
  /** Pods that no deployment made. */
  pods: Pod[];
  /** How many pods can run; more stay Pending, unschedulable. */
  capacity: number;
  /** Until the controller notices a change, and from one pod to the next. */
  observeMs: number;
  podMs: number;
  /** The last resource version and the last pod number that were given out. */
  version: number;
  serial: number;
};

const maxSurge = 1;

const isLive = ({ deletedMs, phase }: Pod) =>
  deletedMs === undefined && (phase === "Pending" || phase === "Running");
const livePods = ({ pods }: Deployment) => pods.filter(isLive);
const oldPods = (deployment: Deployment) =>
  livePods(deployment).filter(({ hash }) => hash !== deployment.hash);
const newPods = (deployment: Deployment) =>
  livePods(deployment).filter(({ hash }) => hash === deployment.hash);

export function allPods(cluster: Cluster): Pod[] {
  return [...cluster.pods, ...cluster.deployments.flatMap(({ pods }) => pods)];
}

export function isFull(cluster: Cluster): boolean {
  const running = allPods(cluster).filter(({ phase }) => phase === "Running").length;
  return running >= cluster.capacity;
}

export function countsOf(deployment: Deployment): Counts {
  const live = livePods(deployment).length;
  const ready = livePods(deployment).filter(({ isReady }) => isReady).length;
  const wanted = oldPods(deployment).length === 0 ? deployment.replicas : live;
  return {
    replicas: live,
    updatedReplicas: newPods(deployment).length,
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: Math.max(0, wanted - ready),
  };
}

export function touch(cluster: Cluster, thing: { resourceVersion: number }): void {
  thing.resourceVersion = ++cluster.version;
}

function create(cluster: Cluster, deployment: Deployment, atMs: number): void {
  const pod = newPod(deployment, ++cluster.serial, atMs);
  touch(cluster, pod);
  deployment.pods.push(pod);
}

/** Of several the ones go first that do the least. */
function remove(cluster: Cluster, pods: Pod[], count: number, atMs: number): void {
  const rank = (pod: Pod) => (pod.phase === "Pending" ? 0 : pod.isReady ? 2 : 1);
  const chosen = pods.toSorted((a, b) => rank(a) - rank(b) || b.createdMs - a.createdMs);
  for (const pod of chosen.slice(0, count)) {
    pod.deletedMs = atMs;
    touch(cluster, pod);
  }
}

/** What a rollout may do next without falling below the wanted number or going over it by more than the surge. */
function rolling(deployment: Deployment): "create" | Pod | undefined {
  const { replicas } = deployment;
  const old = oldPods(deployment);
  const live = livePods(deployment);
  if (newPods(deployment).length < replicas && live.length < replicas + maxSurge) return "create";
  const useless = old.find(({ isReady }) => !isReady);
  if (useless !== undefined) return useless;
  return live.filter(({ isReady }) => isReady).length > replicas ? old[0] : undefined;
}

export function isMissing(deployment: Deployment): boolean {
  if (oldPods(deployment).length > 0) return rolling(deployment) !== undefined;
  return newPods(deployment).length !== deployment.replicas;
}

export function reconcile(cluster: Cluster, deployment: Deployment, atMs: number): void {
  const old = oldPods(deployment);
  if (old.length > 0) {
    const next = rolling(deployment);
    if (next === "create") create(cluster, deployment, atMs);
    else if (next !== undefined) remove(cluster, [next], 1, atMs);
    return;
  }
  const current = newPods(deployment);
  for (let n = current.length; n < deployment.replicas; n++) create(cluster, deployment, atMs);
  remove(cluster, current, current.length - deployment.replicas, atMs);
}

/** The next pod that can leave Pending: it becomes ready, or crashes. */
export function startable(cluster: Cluster, deployment: Deployment): Pod | undefined {
  if (isFull(cluster)) return undefined;
  return livePods(deployment).find(({ phase }) => phase === "Pending");
}

/** Asked to end: whoever made it makes another one. */
export function deletePod(cluster: Cluster, pod: Pod, atMs: number): void {
  pod.deletedMs = atMs;
  touch(cluster, pod);
  for (const one of cluster.deployments) if (one.pods.includes(pod)) one.steppedMs = atMs;
}

/** Pods that nobody made are just gone. */
export function buryPods(cluster: Cluster, nowMs: number): void {
  cluster.pods = cluster.pods.filter(
    ({ deletedMs }) => deletedMs === undefined || deletedMs + cluster.podMs > nowMs,
  );
}

export function movePods(cluster: Cluster, deployment: Deployment): void {
  const gone = deployment.pods.findIndex(({ deletedMs }) => deletedMs !== undefined);
  if (gone !== -1) deployment.pods.splice(gone, 1);
  const pod = startable(cluster, deployment);
  if (pod === undefined) return;
  pod.phase = "Running";
  pod.isReady = !(deployment.isBroken && pod.hash === deployment.hash);
  if (!pod.isReady) pod.reason = "CrashLoopBackOff";
  touch(cluster, pod);
}
