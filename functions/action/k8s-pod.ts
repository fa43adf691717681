import * as z from "zod";
import type { Deployment } from "./k8s-deployment.ts";

/** What is read of a pod. */
export const Pod = z.object({
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    deletionTimestamp: z.string().optional(),
  }),
  status: z
    .object({
      phase: z.string().default("Unknown"),
      reason: z.string().optional(),
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
      containerStatuses: z
        .array(
          z.object({
            state: z
              .object({ waiting: z.object({ reason: z.string().default("") }).optional() })
              .prefault({}),
          }),
        )
        .default([]),
    })
    .prefault({}),
});
export type Pod = z.output<typeof Pod>;

export function isOf({ metadata }: Pod, { spec }: Deployment): boolean {
  const wanted = Object.entries(spec.selector.matchLabels);
  return wanted.length > 0 && wanted.every(([key, value]) => metadata.labels[key] === value);
}

/** It serves: running, ready, and not about to end. */
export function isRunning({ metadata, status }: Pod): boolean {
  const isReady = status.conditions.some(
    ({ type, status: is }) => type === "Ready" && is === "True",
  );
  return status.phase === "Running" && isReady && metadata.deletionTimestamp === undefined;
}

/** As `kubectl get pods` words it. */
export function stateOf(pod: Pod): string {
  const { metadata, status } = pod;
  if (metadata.deletionTimestamp !== undefined) return "Terminating";
  const waiting = status.containerStatuses.find(({ state }) => state.waiting !== undefined);
  return status.reason ?? waiting?.state.waiting?.reason ?? status.phase;
}
