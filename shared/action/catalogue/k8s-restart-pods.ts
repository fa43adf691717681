import * as z from "zod";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";
import { cluster, k8sName, namespace } from "./k8s-fields.ts";

export const K8sRestartPodsParameters = z.strictObject({
  cluster,
  namespace,
  deployment: field(k8sName, {
    name: both("Deployment", "应用 (Deployment)"),
    options: { source: "k8s.deployments", dependsOn: ["cluster", "namespace"] },
  }),
  pods: field(z.array(k8sName).max(100).default([]), {
    name: both("Container instances", "容器实例"),
    help: both(
      "Running ones of this deployment. Empty: all of them that run.",
      "该应用下 Running 的容器实例；不填则对全部 Running 实例生效。",
    ),
    emptyMeans: "all",
    options: {
      source: "k8s.pods",
      dependsOn: ["cluster", "namespace", "deployment"],
      filter: "running",
    },
  }),
});

export const k8sRestartPods = defineAction({
  code: "k8s.restart-pods",
  name: both("Restart container instances", "重启容器实例"),
  description: both(
    "Deletes pods, one call each, and waits until their deployment has made others that serve.",
    "逐个删除 Pod，并等待应用重新拉起就绪的实例。",
  ),
  category: "application",
  scenes: ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"],
  isVisible: true,
  displayOrder: 220,
  parameters: K8sRestartPodsParameters,
  output: z.object({}),
  requiredSettings: ["kubernetes", "outbound"],
  // A pod that is gone is not deleted again: names are never given twice.
  isIdempotent: () => true,
  mode: () => "poll",
  canCancel: () => false,
  canFind: false,
  risk: "medium",
  inverse: null,
  timeoutSeconds: () => 900,
  targets: { parameter: "pods", most: 100 },
  hasDryRun: true,
});
