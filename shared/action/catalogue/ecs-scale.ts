import * as z from "zod";
import { awsAccount, awsTimeout, everyScene } from "#shared/action/aws-fields.ts";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

const name = z.string().regex(/^[\w-]{1,255}$/);
const count = z.number().int().min(0);

export const EcsScaleParameters = z
  .strictObject({
    account: awsAccount,
    cluster: field(name, {
      name: both("Cluster", "集群"),
      options: { source: "aws.clusters", dependsOn: ["account"] },
    }),
    service: field(name, {
      name: both("Service", "服务"),
      options: { source: "aws.services", dependsOn: ["account", "cluster"] },
    }),
    desiredCount: field(count.max(5000), { name: both("Tasks that are to run", "期望任务数") }),
    mayStopAll: field(z.boolean().default(false), {
      name: both("May be 0", "允许缩容到 0"),
      help: both("With 0 tasks nobody is served.", "0 个任务表示停止服务。"),
      isFixed: true,
    }),
    timeoutSeconds: awsTimeout(900),
  })
  .superRefine(({ desiredCount, mayStopAll }, context) => {
    if (desiredCount > 0 || mayStopAll) return;
    const message = "0 tasks must be allowed explicitly.";
    context.addIssue({ code: "custom", path: ["desiredCount"], message, params: { code: "zero" } });
  });
export type EcsScaleParameters = z.output<typeof EcsScaleParameters>;

/** The count that was there before. */
function back(given: EcsScaleParameters, { previousDesired }: Record<string, unknown>) {
  const isKnown = typeof previousDesired === "number";
  if (!isKnown || previousDesired === given.desiredCount) return null;
  const mayStopAll = given.mayStopAll || previousDesired === 0;
  return { ...given, desiredCount: previousDesired, mayStopAll };
}

export const ecsScale = defineAction({
  code: "ecs.scale",
  name: both("Scale an ECS service", "ECS 服务扩缩容"),
  description: both(
    "Sets how many tasks of a service are to run, and waits until they do.",
    "设置服务的期望任务数，并等待其达到。",
  ),
  category: "service",
  scenes: everyScene,
  isVisible: true,
  displayOrder: 240,
  parameters: EcsScaleParameters,
  output: z.object({
    previousDesired: field(count, { name: both("Tasks before", "变更前期望任务数") }),
    desired: field(count, { name: both("Tasks wished for", "期望任务数") }),
    running: field(count, { name: both("Tasks that run", "运行任务数") }),
  }),
  requiredSettings: ["aws"],
  isIdempotent: () => true,
  mode: () => "poll",
  risk: "medium",
  inverse: { code: "ecs.scale", parameters: back },
  canCancel: () => false,
  canFind: false,
  timeoutSeconds: ({ timeoutSeconds }) => timeoutSeconds,
  targets: null,
  hasDryRun: true,
});
