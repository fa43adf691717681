import * as z from "zod";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";
import { cluster, k8sName, namespace } from "./k8s-fields.ts";

export const K8sRestartParameters = z.strictObject({
  cluster,
  namespace,
  deployments: field(z.array(k8sName).max(50), {
    name: both("Deployments", "应用 (Deployment)"),
    help: both("Each restarts by itself, pod by pod.", "各应用分别滚动重启。"),
    emptyMeans: "error",
    options: {
      source: "k8s.deployments",
      dependsOn: ["cluster", "namespace"],
      filter: "running",
    },
  }),
});

export const k8sRestart = defineAction({
  code: "k8s.restart",
  name: both("Restart on Kubernetes", "Kubernetes 滚动重启"),
  description: both(
    "Replaces the pods of deployments one after the other and waits until the new ones serve.",
    "逐个替换应用的 Pod，并等待新 Pod 就绪。",
  ),
  category: "application",
  scenes: ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"],
  isVisible: true,
  displayOrder: 210,
  parameters: K8sRestartParameters,
  output: z.object({
    readyReplicas: field(z.number(), { name: both("Ready replicas", "就绪副本数") }),
  }),
  requiredSettings: ["kubernetes", "outbound"],
  isIdempotent: () => true,
  mode: () => "poll",
  canCancel: () => false,
  canFind: false,
  risk: "medium",
  inverse: null,
  timeoutSeconds: () => 1800,
  targets: { parameter: "deployments", most: 50 },
  hasDryRun: true,
});
