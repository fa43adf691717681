import { dayMs } from "#shared/core/clock.ts";
import { both } from "#shared/core/text.ts";
import { actionsPart, parametersPart, wayBackPart } from "./readiness-document.ts";
import { most, namesOf, part, type ReadinessFacts } from "./readiness-part.ts";
import { hasNewerDraft } from "./view.ts";
import type { Readiness, ReadinessPart } from "./view-schema.ts";

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
