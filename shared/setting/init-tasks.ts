import { both } from "#shared/core/text.ts";
import { writeCatalogue } from "#shared/action/write-catalogue.ts";
import { checkEnvironment } from "./environment.ts";
import { SettingGroup } from "./groups.ts";
import type { InitTask } from "./init-record.ts";
import { seedSettings } from "./seed.ts";

const switches: readonly SettingGroup[] = ["features"];
const settings = SettingGroup.options.filter((group) => !switches.includes(group));

/**
 * What happens before a release works, in this order. A task must bear being run again after it was cut off at
 * any point, and puts `fence()` into each of its commits.
 */
export const initTasks: readonly InitTask[] = [
  {
    code: "settings",
    name: both("Defaults of the settings", "系统配置默认值"),
    strategy: "once_per_deployment",
    kind: "seed_if_absent",
    run: (run) => seedSettings(run, settings),
  },
  {
    code: "switches",
    name: both("Switches", "功能开关"),
    strategy: "once_per_deployment",
    kind: "seed_if_absent",
    run: (run) => seedSettings(run, switches),
  },
  {
    code: "catalogue",
    name: both("Catalogue of actions", "原子操作目录"),
    strategy: "once_per_deployment",
    kind: "reconcile",
    run: writeCatalogue,
  },
  {
    code: "environment",
    name: both("Check of the environment", "运行环境检查"),
    strategy: "every_instance",
    kind: "reconcile",
    run: checkEnvironment,
  },
];
