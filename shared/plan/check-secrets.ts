import type { ActionDefinition } from "#shared/action/definition.ts";
import { factsOf } from "#shared/action/facts.ts";
import { isSecretRef, type FieldView } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";
import { error, type PlanFinding } from "./finding.ts";
import { isBinding } from "./schema.ts";

function inPlain(path: string): PlanFinding {
  return error(path, "secret_in_plain", {
    message: both("A secret is never written into a plan.", "预案中不能写入密钥明文。"),
    cure: both("Refer to it: {secret: its-name}.", "请改为引用：{secret: 名称}。"),
  });
}

function misplaced(path: string): PlanFinding {
  return error(path, "secret_not_allowed", {
    message: both(
      "This parameter takes no secret: its value would be shown and logged.",
      "该参数不支持密钥：其值会被显示并写入日志。",
    ),
    cure: both(
      "Write the value itself, or use a parameter for secrets.",
      "请直接填写值，或改用密钥类参数。",
    ),
  });
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function below({ kind, fields = [], item }: FieldView, key: string): FieldView | undefined {
  return kind === "group" ? fields.find((field) => field.key === key) : item;
}

function inside(view: FieldView | undefined, value: unknown, path: string): PlanFinding[] {
  if (view?.kind === "secret") return isSecretRef(value) ? [] : [inPlain(path)];
  if (isSecretRef(value)) return [misplaced(path)];
  return entriesOf(value).flatMap(([key, inner]) =>
    inside(view && below(view, key), inner, `${path}.${key}`),
  );
}

/** Secrets stand where the action takes them, as references, and nowhere else. `base` is the path of `values`. */
export function secretFindings(
  action: ActionDefinition,
  values: Record<string, unknown>,
  base: string,
): PlanFinding[] {
  const views = new Map(factsOf(action).parameters.map((view) => [view.key, view]));
  return Object.entries(values).flatMap(([key, value]) => {
    const view = views.get(key);
    return isBinding(value) && view?.kind !== "secret" ? [] : inside(view, value, `${base}.${key}`);
  });
}
