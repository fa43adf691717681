import { findAction } from "#shared/action/catalogue/index.ts";
import { factsOf } from "#shared/action/facts.ts";
import { both } from "#shared/core/text.ts";
import { error, warning, type PlanFinding } from "./finding.ts";
import type { PlanDocument } from "./schema.ts";
import { stepsOf } from "./steps.ts";

/** A label is a text. */
const fromText: readonly string[] = ["text", "choice", "list", "number"];

function parameterFindings(document: PlanDocument, name: string): PlanFinding[] {
  const [id = "", key = ""] = name.split(".");
  const path = `trigger.parameters.${name}`;
  const step = stepsOf(document).find((placed) => placed.step.id === id)?.step;
  if (step === undefined) {
    return [
      error(path, "trigger_unknown_step", {
        message: both(`There is no step “${id}”.`, `没有步骤“${id}”。`),
        cure: both("Write it as step.parameter.", "请写成“步骤 id.参数名”。"),
      }),
    ];
  }
  const action = findAction(step.action);
  if (action === undefined) return [];
  const field = factsOf(action).parameters.find((one) => one.key === key);
  if (field === undefined) {
    return [
      error(path, "trigger_unknown_parameter", {
        message: both(`“${id}” has no parameter “${key}”.`, `步骤“${id}”没有参数“${key}”。`),
        cure: both("Name a parameter of its action.", "请填写其原子操作的参数。"),
      }),
    ];
  }
  const isTaken = fromText.includes(field.kind) && !field.isFixed;
  if (isTaken) return [];
  return [
    error(path, "trigger_fixed", {
      message: both(`An alert can't set “${key}”.`, `告警不能设置参数“${key}”。`),
      cure: both("Fix it in the plan.", "请在预案中固定该参数。"),
    }),
  ];
}

/** What starts a plan by itself, and what of an alert becomes a parameter. */
export function checkTrigger(document: PlanDocument): PlanFinding[] {
  const { trigger, scene } = document;
  if (trigger === undefined) {
    if (scene !== "SELF_RECOVERY") return [];
    return [
      warning("trigger", "no_trigger", {
        message: both("Nothing starts this plan by itself.", "没有告警会触发该自愈预案。"),
        cure: both("Say which labels of an alert do.", "请配置触发它的告警标签。"),
      }),
    ];
  }
  const all = warning("trigger.labels", "trigger_takes_all", {
    message: both("Every alert that arrives starts this plan.", "任何告警都会触发该预案。"),
    cure: both("Say which labels an alert must have.", "请限定告警标签。"),
  });
  return [
    ...(Object.keys(trigger.labels).length === 0 ? [all] : []),
    ...Object.keys(trigger.parameters).flatMap((name) => parameterFindings(document, name)),
  ];
}
