import * as z from "zod";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

/** Parameters that all actions on Kubernetes have. */

/** DNS-1123. */
const label = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
export const k8sName = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/);

export const cluster = field(z.string().min(1).max(40), {
  name: both("Cluster", "集群"),
  options: { source: "k8s.clusters" },
});

export const namespace = field(label, {
  name: both("Namespace", "命名空间"),
  options: { source: "k8s.namespaces", dependsOn: ["cluster"] },
});
