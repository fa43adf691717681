import * as z from "zod";
import { awsAccount, awsTimeout, everyScene } from "#shared/action/aws-fields.ts";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

const instanceId = z.string().regex(/^(i-(\w{8}|\w{17})|mi-\w{17})$/);
const share = "[1-9]|[1-9]\\d|100";

const Tag = z.strictObject({
  key: field(z.string().min(1).max(128), { name: both("Tag", "标签键") }),
  values: field(z.array(z.string().max(256)).min(1).max(50), {
    name: both("Any of these values", "标签值（任一）"),
  }),
});

export const SsmRunCommandParameters = z
  .strictObject({
    account: awsAccount,
    document: field(z.string().regex(/^[\w.:/-]{3,200}$/), {
      name: both("Document", "命令文档"),
      help: both("For example AWS-RunShellScript.", "例如 AWS-RunShellScript。"),
      isFixed: true,
    }),
    instances: field(z.array(instanceId).max(50).default([]), {
      name: both("Instances", "实例"),
      help: both("These, or those with the tags below.", "指定实例，或在下方按标签选择。"),
      emptyMeans: "none",
      options: { source: "aws.instances", dependsOn: ["account"], filter: "running" },
    }),
    tags: field(z.array(Tag).max(5).default([]), {
      name: both("Instances with these tags", "按标签选择实例"),
      help: both("All tags must fit.", "须同时满足所有标签。"),
      emptyMeans: "none",
    }),
    parameters: field(
      z
        .record(z.string().regex(/^\w{1,100}$/), z.array(z.string().max(20_000)).max(100))
        .default({}),
      {
        name: both("Parameters of the document", "文档参数"),
        help: both(
          "AWS shows and keeps them: no secrets here.",
          "AWS 会显示并保存这些参数，请勿填写密钥。",
        ),
      },
    ),
    maxConcurrency: field(
      z
        .string()
        .regex(new RegExp(`^([1-9]\\d{0,6}|(${share})%)$`))
        .default("50"),
      {
        name: both("At the same time", "最大并发"),
        help: both("A number of instances or a share, e.g. 10%.", "实例数或百分比，例如 10%。"),
      },
    ),
    maxErrors: field(
      z
        .string()
        .regex(new RegExp(`^(0|[1-9]\\d{0,6}|(0|${share})%)$`))
        .default("0"),
      {
        name: both("Errors that are tolerated", "可容忍的失败数"),
        help: both("With more of them no further instance begins.", "超过后不再对其余实例执行。"),
      },
    ),
    deliverySeconds: field(z.number().int().min(30).max(2_592_000).default(600), {
      name: both("Wait for an instance", "下发超时"),
      help: both(
        "An instance that has not begun by then is given up.",
        "超过该时间仍未开始执行的实例将被放弃。",
      ),
      unit: "seconds",
    }),
    timeoutSeconds: awsTimeout(3600),
  })
  .superRefine(({ instances, tags }, context) => {
    if (instances.length > 0 !== tags.length > 0) return;
    const message = "Choose instances either by name or by tags.";
    context.addIssue({ code: "custom", path: ["instances"], message, params: { code: "targets" } });
  });
export type SsmRunCommandParameters = z.output<typeof SsmRunCommandParameters>;

const ids = z.array(z.string());

/**
 * One command for all instances, not one call for each of them (the engine's targets): AWS starts the next one
 * itself as soon as one is done, stops at `maxErrors` without waiting for our next look, and there is one thing to
 * find after a lost answer and one to cancel. The price: a batch cannot be confirmed by a person; a plan
 * that wants that has one step per batch.
 */
export const ssmRunCommand = defineAction({
  code: "ssm.runCommand",
  name: both("Run a command on instances", "在实例上执行命令"),
  description: both(
    "Runs a command document of Systems Manager on instances.",
    "通过 Systems Manager 在实例上执行命令文档。",
  ),
  category: "infrastructure",
  scenes: everyScene,
  isVisible: true,
  displayOrder: 220,
  parameters: SsmRunCommandParameters,
  output: z.object({
    commandId: field(z.string(), { name: both("Command", "命令 ID") }),
    status: field(z.string(), { name: both("State at AWS", "AWS 状态") }),
    succeeded: field(ids, { name: both("Instances with success", "成功的实例") }),
    failed: field(ids, { name: both("Other instances", "未成功的实例") }),
    instances: field(z.array(z.object({ id: z.string(), status: z.string(), code: z.number() })), {
      name: both("Outcome of each instance", "各实例结果"),
    }),
  }),
  requiredSettings: ["aws"],
  isIdempotent: () => false,
  mode: () => "poll",
  risk: "high",
  inverse: null,
  canCancel: () => true,
  canFind: true,
  timeoutSeconds: ({ timeoutSeconds }) => timeoutSeconds,
  targets: null,
  hasDryRun: true,
});
