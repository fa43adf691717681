import type { ActionDefinition } from "#shared/action/definition.ts";
import { findAction } from "#shared/action/catalogue/index.ts";
import { dayMs } from "#shared/core/clock.ts";
import { both, type Bilingual } from "#shared/core/text.ts";
import type { BrokenStep } from "./broken.ts";
import { askedOf } from "./check-step.ts";
import type { PlanRecord, PlanStatsRecord } from "./record.ts";
import type { PlanDocument } from "./schema.ts";
import { stepsOf } from "./steps.ts";
import type { PlanPerson } from "./use-schema.ts";
import { hasNewerDraft } from "./view.ts";
import type { Readiness, ReadinessPart } from "./view-schema.ts";

/** Everything that says how much a plan can be relied upon. */
export type ReadinessFacts = {
  plan: PlanRecord;
  /** What a run would begin with. */
  document: PlanDocument;
  stats: PlanStatsRecord;
  averageSeconds: number | null;
  broken: readonly BrokenStep[];
  owners: readonly PlanPerson[];
  /** ISO instant. */
  now: string;
};

/** What each part counts; together 100. */
const most = {
  drill: 20,
  actions: 20,
  way_back: 15,
  owners: 15,
  parameters: 10,
  duration: 10,
  runs: 5,
  draft: 5,
} as const;

function part(
  code: ReadinessPart["code"],
  points: number,
  detail: Bilingual,
  cure: Bilingual,
): ReadinessPart {
  const isWhole = points === most[code];
  return { code, points, most: most[code], detail, cure: isWhole ? null : cure };
}

const freshDays = 90;
const staleDays = 180;

function drillPart({ stats, now }: ReadinessFacts): ReadinessPart {
  const cure = both("Run a drill.", "请进行一次演练。");
  if (stats.lastDrillAt === null) {
    return part("drill", 0, both("It was never drilled.", "从未演练成功。"), cure);
  }
  const days = Math.max(0, Math.floor((Date.parse(now) - Date.parse(stats.lastDrillAt)) / dayMs));
  const points = days <= freshDays ? most.drill : days <= staleDays ? most.drill / 2 : 0;
  return part(
    "drill",
    points,
    both(`The last drill was ${days} days ago.`, `最近一次成功演练在 ${days} 天前。`),
    cure,
  );
}

function namesOf(ids: readonly string[]): string {
  const shown = [...new Set(ids)].slice(0, 5);
  return shown.join(", ") + (new Set(ids).size > shown.length ? " …" : "");
}

function actionsPart({ broken }: ReadinessFacts): ReadinessPart {
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

function wayBackPart({ document }: ReadinessFacts): ReadinessPart {
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

function ownersPart({ owners }: ReadinessFacts): ReadinessPart {
  const active = owners.filter(({ isActive }) => isActive);
  const gone = owners.filter(({ isActive }) => !isActive).map(({ email }) => email);
  const points = active.length === 0 ? 0 : active.length === 1 || gone.length > 0 ? 7 : most.owners;
  const detail =
    gone.length > 0
      ? both(`Owners have left: ${namesOf(gone)}.`, `负责人已离职：${namesOf(gone)}。`)
      : both(`Active owners: ${active.length}.`, `在职负责人 ${active.length} 名。`);
  return part(
    "owners",
    points,
    detail,
    both("Name two owners who are here.", "请指定至少两名在职负责人。"),
  );
}

function parametersPart({ document }: ReadinessFacts): ReadinessPart {
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

function durationPart({ document, averageSeconds }: ReadinessFacts): ReadinessPart {
  const { expectedSeconds } = document;
  if (expectedSeconds === undefined) {
    return part(
      "duration",
      0,
      both("Nobody said how long it may take.", "未设置预期时长。"),
      both("Set expectedSeconds.", "请设置 expectedSeconds。"),
    );
  }
  const isSlow = averageSeconds !== null && averageSeconds > expectedSeconds;
  const took =
    averageSeconds === null
      ? both("no run yet", "尚无执行")
      : both(`${averageSeconds} s on average`, `平均 ${averageSeconds} 秒`);
  return part(
    "duration",
    isSlow ? 4 : most.duration,
    both(
      `Expected: ${expectedSeconds} s; ${took.en}.`,
      `预期 ${expectedSeconds} 秒；${took["zh-CN"]}。`,
    ),
    both("Make it faster, or expect what it takes.", "请优化步骤，或修正预期时长。"),
  );
}

function runsPart({ stats }: ReadinessFacts): ReadinessPart {
  const ran = stats.lastSuccessAt !== null;
  const detail = ran
    ? both("It has succeeded before.", "曾成功执行。")
    : both("It has never succeeded.", "从未成功执行。");
  return part(
    "runs",
    ran ? most.runs : 0,
    detail,
    both("Run it when there is an occasion, or drill it.", "请择机执行或演练。"),
  );
}

function draftPart({ plan }: ReadinessFacts): ReadinessPart {
  if (plan.published === 0) {
    return part(
      "draft",
      0,
      both("It is not published.", "尚未发布。"),
      both("Publish it.", "请发布。"),
    );
  }
  const isNewer = hasNewerDraft(plan);
  return part(
    "draft",
    isNewer ? 0 : most.draft,
    isNewer
      ? both("A newer draft waits to be published.", "有更新的草稿尚未发布。")
      : both("The newest draft is published.", "最新草稿已发布。"),
    both("Publish the draft, or put it back.", "请发布草稿，或恢复为已发布内容。"),
  );
}

/** How much a plan can be relied upon, from 0 to 100, and what of it is missing. */
export function readinessOf(facts: ReadinessFacts): Readiness {
  const parts = [
    drillPart(facts),
    actionsPart(facts),
    wayBackPart(facts),
    ownersPart(facts),
    parametersPart(facts),
    durationPart(facts),
    runsPart(facts),
    draftPart(facts),
  ];
  return { score: parts.reduce((sum, { points }) => sum + points, 0), parts };
}
