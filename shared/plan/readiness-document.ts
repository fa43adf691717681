import type { ActionDefinition } from "#shared/action/definition.ts";
import { findAction } from "#shared/action/catalogue/index.ts";
import { both } from "#shared/core/text.ts";
import { askedOf } from "./check-step.ts";
import { most, namesOf, part, type ReadinessFacts } from "./readiness-part.ts";
import { stepsOf } from "./steps.ts";
import type { ReadinessPart } from "./view-schema.ts";

export function actionsPart({ broken }: ReadinessFacts): ReadinessPart {
  if (broken.length === 0) {
    return part(
      "actions",
      most.actions,
      both("Every step can run.", "所有步骤均可执行。"),
      both("", ""),
    );
  }
  const steps = namesOf(broken.map(({ stepId }) => stepId));
  const settings = namesOf(broken.flatMap(({ setting }) => setting ?? []));
  const cure =
    settings === ""
      ? both("Put other actions in place of those that are gone.", "请替换已下线的原子操作。")
      : both(`Fill in the settings: ${settings}.`, `请完成系统配置：${settings}。`);
  return part(
    "actions",
    0,
    both(`Steps can't run: ${steps}.`, `以下步骤无法执行：${steps}。`),
    cure,
  );
}

// What is of low risk and has no way back needs none: it looks, waits or tells.
function needsWayBack({ inverse, risk }: ActionDefinition): boolean {
  return inverse === null && risk !== "low";
}

export function wayBackPart({ document }: ReadinessFacts): ReadinessPart {
  const { scene } = document;
  if (scene === "RECOVERY" && !document.plans.some(({ type }) => type === "TRAFFIC_BACK")) {
    return part(
      "way_back",
      0,
      both("No way back is configured.", "未配置流量回切。"),
      both("Add a part TRAFFIC_BACK.", "请补充 TRAFFIC_BACK 子预案。"),
    );
  }
  const steps = stepsOf(document);
  const stuck = steps.filter(({ step }) => {
    const action = findAction(step.action);
    return action !== undefined && needsWayBack(action);
  });
  // A disaster recovery with a part that leads back has its way back there.
  const isSafe = stuck.length === 0 || scene === "RECOVERY";
  const points = isSafe
    ? most.way_back
    : Math.floor(most.way_back * (1 - stuck.length / steps.length));
  const names = namesOf(stuck.map(({ step }) => step.id));
  return part(
    "way_back",
    points,
    isSafe
      ? both("What it does can be undone.", "其操作均可回退。")
      : both(`Nothing undoes: ${names}.`, `以下步骤没有回退操作：${names}。`),
    both(
      "Use actions that can be undone, or write the plan that leads back.",
      "请使用可回退的原子操作，或另备回退预案。",
    ),
  );
}

export function parametersPart({ document }: ReadinessFacts): ReadinessPart {
  const asked = stepsOf(document).flatMap(({ step }) =>
    askedOf(document, step).map((key) => `${step.id}.${key}`),
  );
  const points = asked.length === 0 ? most.parameters : Math.max(0, 6 - asked.length);
  return part(
    "parameters",
    points,
    asked.length === 0
      ? both("Nothing has to be filled in.", "无需人工填写参数。")
      : both(`People fill in: ${namesOf(asked)}.`, `需要人工填写：${namesOf(asked)}。`),
    both("Give values that fit most of the time.", "请填写通常适用的默认值。"),
  );
}
