import * as z from "zod";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";
import { defineAction } from "#shared/action/definition.ts";

const longestSeconds = 90 * 86_400;

export const wait = defineAction({
  code: "wait",
  name: both("Wait", "等待"),
  description: both("Lets some time pass before the next step.", "等待一段时间后继续下一步。"),
  category: "general",
  scenes: ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"],
  isVisible: true,
  displayOrder: 90,
  parameters: z.strictObject({
    seconds: field(z.number().int().min(1).max(longestSeconds), {
      name: both("How long", "时长"),
      unit: "seconds",
    }),
  }),
  output: z.object({}),
  requiredSettings: [],
  isIdempotent: () => true,
  mode: () => "poll",
  canCancel: () => true,
  canFind: false,
  risk: "low",
  inverse: null,
  timeoutSeconds: ({ seconds }) => seconds + 3600,
  targets: null,
  hasDryRun: true,
});
