import * as z from "zod";
import { awsAccount, awsTimeout, everyScene } from "#shared/action/aws-fields.ts";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

const id = z.string().regex(/^[a-z0-9]{4,7}$/);
const whole = z.number().int().min(0);

export const AppConfigSwitchParameters = z.strictObject({
  account: awsAccount,
  application: field(id, {
    name: both("Application", "应用"),
    options: { source: "appconfig.applications", dependsOn: ["account"] },
  }),
  environment: field(id, {
    name: both("Environment", "环境"),
    options: { source: "appconfig.environments", dependsOn: ["account", "application"] },
  }),
  profile: field(id, {
    name: both("Profile of feature flags", "功能开关配置"),
    options: { source: "appconfig.profiles", dependsOn: ["account", "application"] },
  }),
  flag: field(z.string().regex(/^[a-z][A-Za-z\d_-]{0,63}$/), {
    name: both("Flag", "开关"),
    options: {
      source: "appconfig.flags",
      dependsOn: ["account", "application", "environment", "profile"],
    },
  }),
  enabled: field(z.boolean(), { name: both("On", "开启") }),
  strategy: field(
    z
      .string()
      .regex(/^([a-z0-9]{4,7}|AppConfig\.[A-Za-z0-9]{9,40})$/)
      .default("AppConfig.AllAtOnce"),
    {
      name: both("Deployment strategy", "部署策略"),
      options: { source: "appconfig.strategies", dependsOn: ["account"] },
    },
  ),
  timeoutSeconds: awsTimeout(7200),
});
export type AppConfigSwitchParameters = z.output<typeof AppConfigSwitchParameters>;

/** The value that was there before. */
function back(given: AppConfigSwitchParameters, { previous }: Record<string, unknown>) {
  if (typeof previous !== "boolean" || previous === given.enabled) return null;
  return { ...given, enabled: previous };
}

export const appConfigSwitch = defineAction({
  code: "appconfig.switch",
  name: both("Switch a feature flag", "切换功能开关"),
  description: both(
    "Switches one feature flag of AppConfig in one environment.",
    "在一个环境中切换 AppConfig 的一个功能开关。",
  ),
  category: "application",
  scenes: everyScene,
  isVisible: true,
  displayOrder: 250,
  parameters: AppConfigSwitchParameters,
  output: z.object({
    previous: field(z.boolean(), { name: both("Was on", "变更前是否开启") }),
    enabled: field(z.boolean(), { name: both("Is on", "是否开启") }),
    version: field(whole, { name: both("Version that is served", "生效的配置版本") }),
    deployment: field(whole.nullable(), {
      name: both("Deployment", "部署编号"),
      help: both("Null: nothing had to be changed.", "为空：无需变更。"),
    }),
  }),
  requiredSettings: ["aws"],
  // Versions and deployments are known by the key in their description, and AWS takes each number once.
  isIdempotent: () => true,
  mode: () => "poll",
  risk: "medium",
  inverse: { code: "appconfig.switch", parameters: back },
  canCancel: () => true,
  canFind: true,
  timeoutSeconds: ({ timeoutSeconds }) => timeoutSeconds,
  targets: null,
  hasDryRun: true,
});
