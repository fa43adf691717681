import * as z from "zod";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

/** What the actions in AWS have in common. */

export const awsAccount = field(z.string().min(1).max(40), {
  name: both("Account", "账号"),
  help: both("As it is called in the settings.", "系统配置中的账号名称。"),
  options: { source: "aws.accounts" },
});

/** For the whole operation. */
export function awsTimeout(usualSeconds: number) {
  return field(
    z
      .number()
      .int()
      .min(1)
      .max(30 * 86_400)
      .default(usualSeconds),
    {
      name: both("Time-out", "超时"),
      help: both(
        "For the whole operation, from the call to its end.",
        "从发起调用到结束的总时长。",
      ),
      unit: "seconds",
    },
  );
}

export const everyScene = ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"] as const;
