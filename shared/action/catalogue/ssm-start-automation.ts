import * as z from "zod";
import { awsAccount, awsTimeout, everyScene } from "#shared/action/aws-fields.ts";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

export const SsmStartAutomationParameters = z.strictObject({
  account: awsAccount,
  document: field(z.string().regex(/^[\w.:/-]{3,200}$/), {
    name: both("Runbook", "自动化文档"),
    help: both("For example AWS-RestartEC2Instance.", "例如 AWS-RestartEC2Instance。"),
    isFixed: true,
  }),
  version: field(
    z
      .string()
      .regex(/^(\$LATEST|\$DEFAULT|[1-9]\d*)?$/)
      .default(""),
    {
      name: both("Version of the runbook", "文档版本"),
      help: both("Empty: its default version.", "为空：默认版本。"),
      isFixed: true,
    },
  ),
  parameters: field(
    z.record(z.string().regex(/^\w{1,50}$/), z.array(z.string().max(20_000)).max(50)).default({}),
    {
      name: both("Parameters of the runbook", "文档参数"),
      help: both(
        "AWS shows and keeps them: no secrets here.",
        "AWS 会显示并保存这些参数，请勿填写密钥。",
      ),
    },
  ),
  approveSteps: field(
    z
      .array(z.string().regex(/^\w{1,128}$/))
      .max(50)
      .default([]),
    {
      name: both("Steps that are approved from here", "由本平台放行的步骤"),
      help: both(
        "A step that waits and is not named here waits for somebody in AWS.",
        "未列出的等待步骤须在 AWS 中由人工放行。",
      ),
      isFixed: true,
    },
  ),
  timeoutSeconds: awsTimeout(7200),
});
export type SsmStartAutomationParameters = z.output<typeof SsmStartAutomationParameters>;

export const ssmStartAutomation = defineAction({
  code: "ssm.startAutomation",
  name: both("Run an automation", "运行自动化文档"),
  description: both(
    "Runs an automation runbook of Systems Manager.",
    "运行 Systems Manager 的自动化文档。",
  ),
  category: "infrastructure",
  scenes: everyScene,
  isVisible: true,
  displayOrder: 230,
  parameters: SsmStartAutomationParameters,
  output: z.object({
    executionId: field(z.string(), { name: both("Execution", "执行 ID") }),
    status: field(z.string(), { name: both("State at AWS", "AWS 状态") }),
    outputs: field(z.record(z.string(), z.array(z.string())), {
      name: both("Outputs of the runbook", "文档输出"),
    }),
  }),
  requiredSettings: ["aws"],
  // AWS knows a repeated call by its token.
  isIdempotent: () => true,
  mode: () => "poll",
  risk: "high",
  inverse: null,
  canCancel: () => true,
  canFind: false,
  timeoutSeconds: ({ timeoutSeconds }) => timeoutSeconds,
  targets: null,
  hasDryRun: false,
});
