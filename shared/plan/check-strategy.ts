import { findAction } from "#shared/action/catalogue/index.ts";
import { both } from "#shared/core/text.ts";
import { error, type PlanFinding } from "./finding.ts";
import { Strategy, type PlanDocument } from "./schema.ts";
import { stepsOf, type PlacedStep } from "./steps.ts";

const usual = Strategy.parse({});
/** Say nothing where an action does not work on several things one by one. */
const spreading = [
  "concurrency",
  "batchSize",
  "batchPauseSeconds",
  "confirmBatches",
  "maxErrors",
] as const;

function targetFindings({ step, path }: PlacedStep): PlanFinding[] {
  const action = findAction(step.action);
  if (action === undefined || action.targets !== null) return [];
  return spreading
    .filter((key) => step.executeStrategy[key] !== usual[key])
    .map((key) =>
      error(`${path}.executeStrategy.${key}`, "no_targets", {
        message: both(
          `“${step.action}” has no targets to spread over.`,
          `原子操作“${step.action}”没有可分批的目标。`,
        ),
        cure: both("Take it away.", "请删除该设置。"),
      }),
    );
}

function failureFindings({ step, path }: PlacedStep): PlanFinding[] {
  const { onFailure, isCritical } = step.executeStrategy;
  if (onFailure !== "continue" || !isCritical) return [];
  return [
    error(`${path}.executeStrategy.onFailure`, "continue_critical", {
      message: both(
        "A plan does not go on without a step that is critical.",
        "关键步骤失败后不能继续执行。",
      ),
      cure: both("Set isCritical: false, or pause.", "请设 isCritical: false，或改为 pause。"),
    }),
  ];
}

function unconfirmedFindings({ step, path }: PlacedStep): PlanFinding[] {
  const action = findAction(step.action);
  if (step.executeStrategy.ifUnconfirmed !== "proceed" || action === undefined) return [];
  if (action.risk === "low") return [];
  return [
    error(`${path}.executeStrategy.ifUnconfirmed`, "proceed_risky", {
      message: both(
        `“${step.action}” is of ${action.risk} risk: it never begins unconfirmed.`,
        `“${step.action}”风险不低，未经确认不得开始。`,
      ),
      cure: both("Let it pause or abort.", "请改为 pause 或 abort。"),
    }),
  ];
}

function sceneFindings({ scene }: PlanDocument, { step, path }: PlacedStep): PlanFinding[] {
  const { gracefulOnly } = step.executeStrategy;
  const confirms = (["preConfirm", "confirmBatches"] as const).filter(
    (key) => scene === "SELF_RECOVERY" && step.executeStrategy[key],
  );
  const graceful = error(`${path}.executeStrategy.gracefulOnly`, "graceful_only_recovery", {
    message: both(
      "Only parts of a disaster recovery can be forced.",
      "只有容灾预案的子预案可以强制执行。",
    ),
    cure: both("Take it away.", "请删除该设置。"),
  });
  return [
    ...confirms.map((key) =>
      error(`${path}.executeStrategy.${key}`, "self_recovery_confirms", {
        message: both(
          "What runs by itself waits for nobody.",
          "自愈预案自动执行，不能等待人工确认。",
        ),
        cure: both(
          "Take it away; the plan's autonomy says when people are asked.",
          "请删除；何时需要人工由预案的自治级别决定。",
        ),
      }),
    ),
    ...(gracefulOnly && scene !== "RECOVERY" ? [graceful] : []),
  ];
}

/** Ways to carry a step out that do not fit its action or its plan. */
export function checkStrategies(document: PlanDocument): PlanFinding[] {
  return stepsOf(document).flatMap((placed) => [
    ...failureFindings(placed),
    ...unconfirmedFindings(placed),
    ...targetFindings(placed),
    ...sceneFindings(document, placed),
  ]);
}
