import type { Issue } from "#shared/core/error.ts";
import { AppError } from "#shared/core/error.ts";
import { both, type Bilingual } from "#shared/core/text.ts";

/** An `error` stands against publishing, a `warning` is for whoever publishes to weigh. */
export type Level = "error" | "warning";

/** Something about a plan's source: where, what, and what helps. */
export type PlanFinding = {
  path: string;
  code: string;
  level: Level;
  message: Bilingual;
  cure: Bilingual;
};

type Words = { message: Bilingual; cure: Bilingual };

export function error(path: string, code: string, words: Words): PlanFinding {
  return { path, code, level: "error", ...words };
}

export function warning(path: string, code: string, words: Words): PlanFinding {
  return { path, code, level: "warning", ...words };
}

/** What the kinds of faults that a schema finds mean, and what helps. */
const schemaWords: Record<string, { zh: string; cure: Bilingual }> = {
  required: { zh: "缺少必填项。", cure: both("Give it a value.", "请填写该项。") },
  unknown_field: {
    zh: "没有这个字段。",
    cure: both("Take it away, or look for a slip in its name.", "请删除该字段，或检查拼写。"),
  },
  invalid_type: {
    zh: "值的类型不正确。",
    cure: both("Write a value of the right type.", "请填写正确类型的值。"),
  },
  invalid_value: {
    zh: "不是可选值之一。",
    cure: both("Choose one of the values that are allowed.", "请从允许的值中选择。"),
  },
  invalid_format: {
    zh: "格式不正确。",
    cure: both("Write it in the form that is asked for.", "请按要求的格式填写。"),
  },
  too_small: { zh: "太小、太短或太少。", cure: both("Give more.", "请增大或补充。") },
  too_big: { zh: "太大、太长或太多。", cure: both("Give less.", "请减小或精简。") },
};

const otherWords = {
  zh: "不符合要求。",
  cure: both("Write it as the guide shows.", "请参照指南填写。"),
};
const yamlWords = {
  zh: "不是有效的 YAML。",
  cure: both("Mend the YAML at this line.", "请修正该行的 YAML。"),
};

/** A fault that YAML or a schema found, in the form of a finding. */
export function fromIssue({ path, code, message }: Issue): PlanFinding {
  const { zh, cure } = code.startsWith("yaml_") ? yamlWords : (schemaWords[code] ?? otherWords);
  return error(path, code, { message: both(message, zh), cure });
}

export type Located = PlanFinding & { line: number | null };

/** The errors among findings as a refusal; line and cure go into the message. */
export function refusal(findings: readonly Located[]): AppError {
  const issues = findings
    .filter(({ level }) => level === "error")
    .map(({ path, code, message, cure, line }) => {
      const place = line === null ? "" : `Line ${line}: `;
      return { path, code, message: `${place}${message.en} ${cure.en}` };
    });
  return new AppError("PLAN_INVALID", "The plan has faults.", { issues: issues.slice(0, 50) });
}
