import * as z from "zod";

/** What is read of a deployment. Numbers that are 0 are left out by the API. */

const count = z.number().int().default(0);
const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().default(""),
  message: z.string().default(""),
});

export const Deployment = z.object({
  metadata: z.object({ name: z.string(), uid: z.string(), generation: count }),
  spec: z.object({
    replicas: count,
    paused: z.boolean().default(false),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()).default({}) }),
  }),
  status: z
    .object({
      observedGeneration: count,
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      conditions: z.array(Condition).default([]),
    })
    .prefault({}),
});
export type Deployment = z.output<typeof Deployment>;

export const Scale = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  spec: z.object({ replicas: count }).prefault({}),
});

/** The controller has seen what was written last. */
export function isObserved({ metadata, status }: Deployment): boolean {
  return status.observedGeneration >= metadata.generation;
}

/** Why pods are not made at all: a quota, an admission webhook. */
function obstacle({ status }: Deployment): string {
  const failure = status.conditions.find(({ type }) => type === "ReplicaFailure");
  return failure?.status === "True" ? `; ${failure.message}` : "";
}

export function readiness(deployment: Deployment): string {
  const { spec, status } = deployment;
  return `${status.readyReplicas}/${spec.replicas}${obstacle(deployment)}`.slice(0, 300);
}

/** No pod of an old template is left, and those of the new one serve: as `kubectl rollout status` decides. */
export function isRolledOut(deployment: Deployment): boolean {
  const { spec, status } = deployment;
  const { replicas, updatedReplicas, availableReplicas } = status;
  return (
    isObserved(deployment) &&
    updatedReplicas >= spec.replicas &&
    replicas <= updatedReplicas &&
    availableReplicas >= updatedReplicas
  );
}

/** The rollout made no progress in the time that the deployment gives it. Never so while it only scales. */
export function rolloutFailure({ status }: Deployment): string | null {
  const progress = status.conditions.find(({ type }) => type === "Progressing");
  return progress?.reason === "ProgressDeadlineExceeded" ? progress.message : null;
}
