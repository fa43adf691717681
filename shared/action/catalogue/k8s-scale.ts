import * as z from "zod";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";
import { cluster, k8sName, namespace } from "./k8s-fields.ts";

export const K8sScaleParameters = z.strictObject({
  cluster,
  namespace,
  deployments: field(z.array(k8sName).max(50), {
    name: both("Deployments", "应用 (Deployment)"),
    help: both("Each is scaled by itself.", "逐个扩缩容。"),
    emptyMeans: "error",
    options: { source: "k8s.deployments", dependsOn: ["cluster", "namespace"] },
  }),
  replicas: field(z.number().int().min(0).max(1000), {
    name: both("Replicas", "副本数"),
    help: both("Of each deployment; 0 stops it.", "每个应用的副本数；0 表示停止。"),
  }),
});

export const k8sScale = defineAction({
  code: "k8s.scale",
  name: both("Scale on Kubernetes", "Kubernetes 扩缩容"),
  description: both(
    "Sets the replicas of deployments and waits until all of them are ready.",
    "设置应用的副本数，并等待全部就绪。",
  ),
  category: "application",
  scenes: ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"],
  isVisible: true,
  displayOrder: 200,
  parameters: K8sScaleParameters,
  output: z.object({
    previousReplicas: field(z.number(), { name: both("Replicas before", "原副本数") }),
    replicas: field(z.number(), { name: both("Replicas", "副本数") }),
    readyReplicas: field(z.number(), { name: both("Ready replicas", "就绪副本数") }),
  }),
  requiredSettings: ["kubernetes", "outbound"],
  // It states a wish: the number, not the change.
  isIdempotent: () => true,
  mode: () => "poll",
  canCancel: () => false,
  canFind: false,
  risk: "medium",
  inverse: {
    code: "k8s.scale",
    parameters: (given, { previousReplicas: replicas }) =>
      typeof replicas === "number" && replicas !== given.replicas ? { ...given, replicas } : null,
  },
  // Scaling has no progress deadline of its own: pods without room wait for ever.
  timeoutSeconds: () => 900,
  targets: { parameter: "deployments", most: 50 },
  hasDryRun: true,
});
