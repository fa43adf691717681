import * as z from "zod";
import { awsAccount, everyScene } from "#shared/action/aws-fields.ts";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

export const LambdaInvokeParameters = z.strictObject({
  account: awsAccount,
  function: field(z.string().regex(/^[\w:-]{1,170}$/), {
    name: both("Function", "函数"),
    help: both("Name or ARN.", "函数名称或 ARN。"),
    isFixed: true,
    options: { source: "aws.functions", dependsOn: ["account"] },
  }),
  qualifier: field(
    z
      .string()
      .regex(/^(\$LATEST|[\w-]{1,128})?$/)
      .default(""),
    {
      name: both("Version or alias", "版本或别名"),
      help: both("Empty: $LATEST.", "为空：$LATEST。"),
    },
  ),
  payload: field(z.unknown().optional(), { name: both("Payload (JSON)", "请求内容 (JSON)") }),
  kind: field(z.enum(["RequestResponse", "Event"]).default("RequestResponse"), {
    name: both("Kind of call", "调用方式"),
    help: both(
      "RequestResponse: its answer is the result; it must come within 15 seconds. Event: done once it is accepted.",
      "RequestResponse：函数的应答即结果，须在 15 秒内返回。Event：被接受即完成。",
    ),
  }),
  idempotent: field(z.boolean().default(false), {
    name: both("May be called again", "可重复调用"),
    help: both(
      "The function knows a repeated call by `custom.idempotencyKey` of its client context, or repeating does no harm.",
      "函数可通过 client context 的 `custom.idempotencyKey` 识别重复调用，或重复调用无害。",
    ),
    isFixed: true,
  }),
});
export type LambdaInvokeParameters = z.output<typeof LambdaInvokeParameters>;

export const lambdaInvoke = defineAction({
  code: "lambda.invoke",
  name: both("Invoke a Lambda function", "调用 Lambda 函数"),
  description: both("Calls a function in AWS Lambda.", "调用 AWS Lambda 中的函数。"),
  category: "application",
  scenes: everyScene,
  isVisible: true,
  displayOrder: 210,
  parameters: LambdaInvokeParameters,
  output: z.object({
    status: field(z.number(), { name: both("Status", "状态码") }),
    payload: field(z.unknown(), {
      name: both("Answer", "应答内容"),
      help: both("Null when it is longer than 8,000 characters.", "超过 8,000 字符时为空。"),
    }),
    version: field(z.string().nullable(), { name: both("Version that ran", "执行的版本") }),
  }),
  requiredSettings: ["aws"],
  isIdempotent: ({ idempotent }) => idempotent,
  mode: () => "sync",
  risk: "medium",
  inverse: null,
  canCancel: () => false,
  canFind: false,
  // One call takes seconds; a function whose capacity is used up is tried again that long.
  timeoutSeconds: () => 600,
  targets: null,
  hasDryRun: true,
});
