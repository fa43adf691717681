import { createHash, randomUUID } from "node:crypto";
import type { Json } from "./json.ts";

export type Pod = {
  name: string;
  namespace: string;
  uid: string;
  labels: Record<string, string>;
  /** Of the replica set that made it; undefined for one that stands alone. */
  hash: string | undefined;
  phase: "Pending" | "Running" | "Succeeded" | "Failed";
  isReady: boolean;
  /** Why it is pending or failed, as the kubelet or the scheduler words it. */
  reason?: string;
  createdMs: number;
  /** It still runs, but is to go. */
  deletedMs?: number;
  resourceVersion: number;
};

export type Condition = {
  type: "Available" | "Progressing";
  status: "True" | "False";
  reason: string;
  message: string;
  lastUpdateMs: number;
  lastTransitionMs: number;
};

export type Counts = {
  replicas: number;
  updatedReplicas: number;
  readyReplicas: number;
  availableReplicas: number;
  unavailableReplicas: number;
};

export type Deployment = {
  name: string;
  namespace: string;
  uid: string;
  labels: Record<string, string>;
  createdMs: number;
  generation: number;
  resourceVersion: number;
  replicas: number;
  template: Json;
  /** The template of the newest replica set, as text. */
  rolled: string;
  progressDeadlineSeconds: number;
  /** New pods start and crash, again and again. */
  isBroken: boolean;
  status: Counts & { observedGeneration: number; conditions: Condition[] };
  revision: number;
  /** Of the newest replica set. */
  hash: string;
  pods: Pod[];
  /** When the specification, and when anything of it, last changed. */
  changedMs: number;
  steppedMs: number;
};

const alphabet = "bcdfghjklmnpqrstvwxz2456789";

/** Letters as the API server picks them: no vowels, so no words. */
function letters(of: string, length: number): string {
  const bytes = createHash("sha256").update(of).digest();
  return [...bytes.subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join("");
}

export const replicaSetOf = ({ name, hash }: Deployment) => `${name}-${hash}`;
export const hashOf = (name: string, revision: number) => letters(`${name} ${revision}`, 10);

export function newPod(deployment: Deployment, serial: number, atMs: number): Pod {
  const { name, namespace, hash, labels } = deployment;
  return {
    name: `${name}-${hash}-${letters(String(serial), 5)}`,
    namespace,
    uid: randomUUID(),
    labels: { ...labels, "pod-template-hash": hash },
    hash,
    phase: "Pending",
    isReady: false,
    createdMs: atMs,
    resourceVersion: 0,
  };
}

export function condition(deployment: Deployment, type: Condition["type"]): Condition | undefined {
  return deployment.status.conditions.find((one) => one.type === type);
}

/** The time of the transition moves only with the status. */
export function setCondition(
  deployment: Deployment,
  given: Pick<Condition, "type" | "status" | "reason" | "message">,
  atMs: number,
): void {
  const before = condition(deployment, given.type);
  const isSame = before?.status === given.status && before.reason === given.reason;
  if (isSame && given.reason !== "ReplicaSetUpdated") return;
  const lastTransitionMs = before?.status === given.status ? before.lastTransitionMs : atMs;
  const others = deployment.status.conditions.filter((one) => one.type !== given.type);
  const set = { ...given, lastUpdateMs: atMs, lastTransitionMs };
  deployment.status.conditions = [...others, set];
}
