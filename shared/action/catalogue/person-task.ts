import * as z from "zod";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";
import { people, roles } from "./people-fields.ts";

export const PersonTaskParameters = z.strictObject({
  instructions: field(z.string().min(1).max(4000), {
    name: both("What is to be done", "操作说明"),
    isLong: true,
  }),
  people,
  roles,
  timeoutSeconds: field(
    z
      .number()
      .int()
      .min(60)
      .max(30 * 86_400)
      .default(86_400),
    { name: both("Time-out", "超时"), unit: "seconds" },
  ),
});

export const personTask = defineAction({
  code: "person.task",
  name: both("Ask a person", "人工操作"),
  description: both(
    "Asks people to do something by hand. The first who says that it is done, or not, ends the step.",
    "请相关人员手工完成一项操作；任一人反馈完成或未完成后，步骤结束。",
  ),
  category: "product",
  scenes: ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"],
  isVisible: true,
  displayOrder: 80,
  parameters: PersonTaskParameters,
  output: z.object({
    comment: field(z.string(), { name: both("Comment", "说明") }),
    evidence: field(z.string(), { name: both("Evidence", "凭证") }),
    by: field(z.string(), { name: both("Done by", "操作人") }),
    at: field(z.string(), { name: both("Done at", "完成时间") }),
  }),
  requiredSettings: [],
  isIdempotent: () => true,
  mode: () => "callback",
  canCancel: () => false,
  canFind: false,
  risk: "low",
  inverse: null,
  timeoutSeconds: ({ timeoutSeconds }) => timeoutSeconds,
  targets: null,
  hasDryRun: true,
});
