import { checkGiven, checkParameters, missingParameters } from "#shared/action/check.ts";
import { findAction } from "#shared/action/catalogue/index.ts";
import type { ActionDefinition, Scene } from "#shared/action/definition.ts";
import { factsOf } from "#shared/action/facts.ts";
import type { Issue } from "#shared/core/error.ts";
import { both } from "#shared/core/text.ts";
import type { SettingGroup } from "#shared/setting/groups.ts";
import { bindingFindings } from "./check-binding.ts";
import { secretFindings } from "./check-secrets.ts";
import { error, fromIssue, warning, type PlanFinding } from "./finding.ts";
import { contextOf } from "./given.ts";
import { isBinding, type PlanDocument, type Step } from "./schema.ts";
import { stepsOf, type PlacedStep } from "./steps.ts";

/** What a check needs to know beside the document. */
export type CheckContext = {
  /** Groups of settings that hold nothing. */
  missing: ReadonlySet<SettingGroup>;
  /** Actions of the version that is published: one that is not offered any more may stay. */
  published: ReadonlySet<string>;
};

function actionFindings(
  path: string,
  action: ActionDefinition,
  scene: Scene,
  { missing, published }: CheckContext,
): PlanFinding[] {
  const { code, scenes, isVisible, requiredSettings } = action;
  const at = `${path}.action`;
  const unset = requiredSettings.filter((group) => missing.has(group));
  const deprecated = {
    message: both(`“${code}” is not offered any more.`, `原子操作“${code}”已不再提供。`),
    cure: both("Plan to use another action.", "请改用其他原子操作。"),
  };
  return [
    ...unset.map((group) =>
      error(at, "action_hidden", {
        message: both(
          `“${code}” needs the settings “${group}”.`,
          `“${code}”依赖系统配置“${group}”。`,
        ),
        cure: both("An administrator has to fill them in.", "请管理员完成该配置。"),
      }),
    ),
    ...(isVisible
      ? []
      : [(published.has(code) ? warning : error)(at, "action_deprecated", deprecated)]),
    ...(scenes.includes(scene)
      ? []
      : [
          error(at, "wrong_scene", {
            message: both(`“${code}” is not for ${scene}.`, `“${code}”不支持场景 ${scene}。`),
            cure: both(`It is for ${scenes.join(", ")}.`, `其支持的场景：${scenes.join("、")}。`),
          }),
        ]),
  ];
}

function below(base: string, issues: Issue[]): PlanFinding[] {
  return issues.map((issue) => fromIssue({ ...issue, path: `${base}.${issue.path}` }));
}

/** Wrong values; where a secret stands wrong, that is said and nothing else. */
function valueFindings(
  document: PlanDocument,
  action: ActionDefinition,
  { step, path }: PlacedStep,
): PlanFinding[] {
  const base = `${path}.executeContext`;
  const secrets = secretFindings(action, step.executeContext, base);
  const said = new Set(secrets.map((finding) => finding.path));
  const wrong = below(base, checkGiven(action, step.executeContext, isBinding));
  const found = [...secrets, ...wrong.filter((finding) => !said.has(finding.path))];
  return found.length > 0 ? found : below(base, togetherIssues(document, step, action));
}

/** What values say against each other: known once all of them are there, and each is right by itself. */
function togetherIssues(document: PlanDocument, step: Step, action: ActionDefinition): Issue[] {
  const given = contextOf(document, step, action);
  const isOpen =
    Object.values(given).some(isBinding) || missingParameters(action, given).length > 0;
  return isOpen || checkGiven(action, given).length > 0 ? [] : checkParameters(action.code, given);
}

function askedFindings(
  action: ActionDefinition,
  { path }: PlacedStep,
  asked: string[],
  isUnattended: boolean,
): PlanFinding[] {
  const names = new Map(factsOf(action).parameters.map(({ key, name }) => [key, name]));
  return asked.map((key) => {
    const name = names.get(key) ?? both(key, key);
    const cure = both("Give it a value here.", "请在此填写默认值。");
    const at = `${path}.executeContext.${key}`;
    return isUnattended
      ? warning(at, "asked_unattended", {
          message: both(
            `“${name.en}” is missing: a run that starts by itself waits for somebody.`,
            `缺少“${name["zh-CN"]}”：自动触发的执行将等待人工补填。`,
          ),
          cure: both("Give it a value, or take it from the alert.", "请填写，或从告警标签中获取。"),
        })
      : warning(at, "asked", {
          message: both(
            `“${name.en}” is asked when the plan is run.`,
            `执行预案时需要填写“${name["zh-CN"]}”。`,
          ),
          cure,
        });
  });
}

/** Required parameters of a step that neither the plan nor its trigger gives. */
export function askedOf(document: PlanDocument, step: Step): string[] {
  const action = findAction(step.action);
  if (action === undefined) return [];
  const mapped = Object.keys(document.trigger?.parameters ?? {})
    .map((key) => key.split("."))
    .flatMap(([id, key = ""]) => (id === step.id ? [key] : []));
  return missingParameters(action, contextOf(document, step, action)).filter(
    (key) => document.scene !== "SELF_RECOVERY" || !mapped.includes(key),
  );
}

function emptyFindings(
  document: PlanDocument,
  action: ActionDefinition,
  { step, path }: PlacedStep,
): PlanFinding[] {
  const given = contextOf(document, step, action);
  return factsOf(action)
    .parameters.filter(({ key, emptyMeans }) => {
      const value = given[key];
      const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
      return emptyMeans === "all" && isEmpty;
    })
    .map(({ key, name }) =>
      warning(`${path}.executeContext.${key}`, "empty_means_all", {
        message: both(
          `Nothing in “${name.en}” means everything that it offers.`,
          `“${name["zh-CN"]}”为空表示作用于全部可选对象。`,
        ),
        cure: both("Name the targets, unless all are meant.", "若并非全部，请明确填写对象。"),
      }),
    );
}

function stepFindings(
  document: PlanDocument,
  placed: PlacedStep,
  { steps, at }: { steps: Step[]; at: number },
  context: CheckContext,
): PlanFinding[] {
  const { step, path } = placed;
  const action = findAction(step.action);
  if (action === undefined) {
    return [
      error(`${path}.action`, "unknown_action", {
        message: both(`There is no action “${step.action}”.`, `没有原子操作“${step.action}”。`),
        cure: both("Choose one of the catalogue.", "请从原子操作目录中选择。"),
      }),
    ];
  }
  const views = new Map(factsOf(action).parameters.map((view) => [view.key, view]));
  const bindings = Object.entries(step.executeContext).flatMap(([key, value]) => {
    const place = { path: `${path}.executeContext.${key}`, field: views.get(key) };
    if (!isBinding(value) || place.field?.kind === "secret") return [];
    return bindingFindings({ ...place, binding: value }, steps.slice(0, at), steps.slice(at));
  });
  const isUnattended = document.scene === "SELF_RECOVERY";
  return [
    ...actionFindings(path, action, document.scene, context),
    ...valueFindings(document, action, placed),
    ...bindings,
    ...askedFindings(action, placed, askedOf(document, step), isUnattended),
    ...emptyFindings(document, action, placed),
  ];
}

/** What stands against single steps: their actions, values and bindings. */
export function checkSteps(document: PlanDocument, context: CheckContext): PlanFinding[] {
  const placed = stepsOf(document);
  const steps = placed.map(({ step }) => step);
  return placed.flatMap((one, at) => stepFindings(document, one, { steps, at }, context));
}
