import * as z from "zod";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";
import { people, roles } from "./people-fields.ts";

export const NotifyParameters = z.strictObject({
  message: field(z.string().min(1).max(500), { name: both("Message", "内容"), isLong: true }),
  people,
  roles,
  starter: field(z.boolean().default(false), {
    name: both("Whoever started the run, too", "同时通知发起人"),
  }),
});

export const notify = defineAction({
  code: "notify",
  name: both("Tell people", "发送通知"),
  description: both(
    "Tells people by a notice here and, where they want it, by mail.",
    "通过站内通知告知相关人员，并按其设置发送邮件。",
  ),
  category: "product",
  scenes: ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"],
  isVisible: true,
  displayOrder: 60,
  parameters: NotifyParameters,
  output: z.object({
    told: field(z.number(), { name: both("People told", "已通知人数") }),
    notFound: field(z.array(z.string()), { name: both("Not found", "未找到") }),
  }),
  requiredSettings: [],
  isIdempotent: () => true,
  mode: () => "sync",
  canCancel: () => false,
  canFind: false,
  risk: "low",
  inverse: null,
  timeoutSeconds: () => 300,
  targets: null,
  hasDryRun: true,
});
