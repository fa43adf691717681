import { checkGiven } from "#shared/action/check.ts";
import { findAction } from "#shared/action/catalogue/index.ts";
import type { ActionDefinition } from "#shared/action/definition.ts";
import { both } from "#shared/core/text.ts";
import { secretFindings } from "./check-secrets.ts";
import { error, fromIssue, warning, type PlanFinding } from "./finding.ts";
import { isBinding, SubPlanType, type PlanDocument } from "./schema.ts";
import { stepsOf } from "./steps.ts";

const mostSteps = 500;

function idFindings(document: PlanDocument): PlanFinding[] {
  const seen = new Set<string>();
  return stepsOf(document).flatMap(({ step: { id }, path }) => {
    const isDouble = seen.has(id);
    seen.add(id);
    if (!isDouble) return [];
    return [
      error(`${path}.id`, "duplicate", {
        message: both(`“${id}” is there already.`, `步骤 id“${id}”重复。`),
        cure: both("Give every step of the plan an id of its own.", "请为每个步骤设置唯一的 id。"),
      }),
    ];
  });
}

function sizeFindings(document: PlanDocument): PlanFinding[] {
  if (stepsOf(document).length <= mostSteps) return [];
  return [
    error("", "too_many_steps", {
      message: both(`At most ${mostSteps} steps.`, `最多 ${mostSteps} 个步骤。`),
      cure: both("Make two plans of it.", "请拆分为多个预案。"),
    }),
  ];
}

/** The parts of a disaster recovery: each type once, in the order in which they are meant. */
function partFindings(document: PlanDocument): PlanFinding[] {
  if (document.scene !== "RECOVERY") return [];
  const types = document.plans.map(({ type }) => type);
  const order = SubPlanType.options;
  const faults = types.flatMap((type, index) => {
    const before = types.slice(0, index);
    const path = `plans.${index}.type`;
    if (before.includes(type)) {
      return [
        error(path, "part_twice", {
          message: both(`${type} is there already.`, `子预案 ${type} 重复。`),
          cure: both("Put its steps into one part.", "请合并到同一个子预案中。"),
        }),
      ];
    }
    const isLate = before.some((earlier) => order.indexOf(earlier) > order.indexOf(type));
    if (!isLate) return [];
    return [
      error(path, "part_order", {
        message: both(`${type} comes too late.`, `子预案 ${type} 的顺序不正确。`),
        cure: both(`The order is ${order.join(", ")}.`, `固定顺序：${order.join("、")}。`),
      }),
    ];
  });
  if (types.includes("TRAFFIC_BACK")) return faults;
  const noWay = warning("plans", "no_way_back", {
    message: both("No way back is configured.", "未配置流量回切，没有回退路径。"),
    cure: both("Add a part TRAFFIC_BACK.", "请补充 TRAFFIC_BACK 子预案。"),
  });
  return [...faults, noWay];
}

function usersOf(document: PlanDocument, key: string): ActionDefinition[] {
  const actions = stepsOf(document).flatMap(({ step }) => findAction(step.action) ?? []);
  return [...new Set(actions)].filter(({ parameters }) => Object.hasOwn(parameters.shape, key));
}

function sharedFindings(document: PlanDocument): PlanFinding[] {
  return Object.entries(document.shared).flatMap(([key, value]): PlanFinding[] => {
    const path = `shared.${key}`;
    const users = usersOf(document, key);
    if (users.length === 0) {
      return [
        error(path, "shared_unknown", {
          message: both(`No step has a parameter “${key}”.`, `没有步骤使用参数“${key}”。`),
          cure: both("Take it away, or look for a slip in its name.", "请删除，或检查拼写。"),
        }),
      ];
    }
    if (isBinding(value)) {
      return [
        error(path, "shared_binding", {
          message: both(
            "What all steps share is no output of one.",
            "公共参数不能绑定某个步骤的输出。",
          ),
          cure: both("Bind it in the steps that need it.", "请在需要的步骤中绑定。"),
        }),
      ];
    }
    const secrets = users.flatMap((action) => secretFindings(action, { [key]: value }, "shared"));
    const wrong = users
      .flatMap((action) => checkGiven(action, { [key]: value }))
      .map((issue) => fromIssue({ ...issue, path: `shared.${issue.path}` }));
    // Several actions may refuse one value for one reason.
    const all = secrets.length > 0 ? secrets : wrong;
    return [
      ...new Map(all.map((finding) => [`${finding.path} ${finding.code}`, finding])).values(),
    ];
  });
}

function overrideFindings(document: PlanDocument): PlanFinding[] {
  return stepsOf(document).flatMap(({ step, path }) =>
    Object.keys(step.executeContext)
      .filter((key) => Object.hasOwn(document.shared, key))
      .map((key) =>
        warning(`${path}.executeContext.${key}`, "shared_wins", {
          message: both(
            `The shared “${key}” holds here, not this value.`,
            `公共参数“${key}”优先，此处的值不生效。`,
          ),
          cure: both("Take one of them away.", "请删除其中之一。"),
        }),
      ),
  );
}

/** What stands against a plan as a whole. */
export function checkWhole(document: PlanDocument): PlanFinding[] {
  return [
    ...sizeFindings(document),
    ...idFindings(document),
    ...partFindings(document),
    ...sharedFindings(document),
    ...overrideFindings(document),
  ];
}
