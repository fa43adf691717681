import type { Condition } from "#shared/core/condition.ts";
import type { Form, FormField } from "#shared/form/schema.ts";
import { joined, type Tongue } from "./tongue.ts";

type Read = { label: string; options: Map<unknown, string>; field: FormField | undefined };

function optionsOf(tongue: Tongue, field: FormField | undefined): Map<unknown, string> {
  if (field?.type === "checkbox") {
    return new Map<unknown, string>([
      [true, tongue.t("common.yes")],
      [false, tongue.t("common.no")],
    ]);
  }
  if (field === undefined || !("options" in field)) return new Map();
  return new Map(field.options.map(({ value, label }) => [value, label[tongue.locale] || value]));
}

/** The field or total (`items.amount`, `items.amount.CNY`) that a condition reads. */
function readOf(tongue: Tongue, form: Form, path: string): Read {
  const [name, columnName, currency] = path.split(".");
  const field = form.fields.find((one) => one.name === name);
  const own = field && "label" in field ? field.label[tongue.locale] || name : name;
  if (columnName === undefined || field?.type !== "detailTable") {
    return { label: own || "?", options: optionsOf(tongue, field), field };
  }
  const column = field.columns.find((one) => one.name === columnName);
  const values = { table: own ?? "", column: column?.label[tongue.locale] || columnName };
  const label = tongue.t("templates.chain.condition.total", values);
  return { label: currency ? `${label} (${currency})` : label, options: new Map(), field: column };
}

function valueText(tongue: Tongue, { options, field }: Read, value: unknown): string {
  const option = options.get(value);
  if (option !== undefined) return tongue.locale === "en" ? option : `“${option}”`;
  if (typeof value !== "number") return String(value);
  const text = new Intl.NumberFormat(tongue.locale).format(value);
  const unit = field?.type === "number" ? field.unit?.[tongue.locale] : undefined;
  return unit ? `${text} ${unit}` : text;
}

type Comparison = Extract<Condition, { field: string }>;

function comparisonText(condition: Comparison, form: Form, tongue: Tongue): string {
  const read = readOf(tongue, form, condition.field);
  const said = (value: unknown) => valueText(tongue, read, value);
  const { label: field } = read;
  const { t } = tongue;
  if ("is" in condition)
    return t("templates.chain.condition.is", { field, value: said(condition.is) });
  if ("isNot" in condition)
    return t("templates.chain.condition.isNot", { field, value: said(condition.isNot) });
  if ("in" in condition) {
    const value = joined(tongue, condition.in.map(said), "disjunction");
    return t("templates.chain.condition.is", { field, value });
  }
  if ("atLeast" in condition)
    return t("templates.chain.condition.atLeast", { field, value: said(condition.atLeast) });
  if ("lessThan" in condition)
    return t("templates.chain.condition.lessThan", { field, value: said(condition.lessThan) });
  if ("includes" in condition)
    return t("templates.chain.condition.includes", { field, value: said(condition.includes) });
  return t(`templates.chain.condition.${condition.filled ? "filled" : "empty"}`, { field });
}

function part(condition: Condition, form: Form, tongue: Tongue): string {
  const text = conditionText(condition, form, tongue);
  const isJoined =
    ("all" in condition && condition.all.length > 1) ||
    ("any" in condition && condition.any.length > 1);
  return isJoined ? tongue.t("templates.chain.condition.inner", { condition: text }) : text;
}

/** A condition as a person says it, with the labels of fields and options. */
export function conditionText(condition: Condition, form: Form, tongue: Tongue): string {
  const { t } = tongue;
  const join = (parts: Condition[], key: "and" | "or") =>
    parts.length === 0
      ? t("templates.chain.condition.none")
      : parts
          .map((one) => (parts.length === 1 ? conditionText : part)(one, form, tongue))
          .join(t(`templates.chain.condition.${key}`));
  if ("all" in condition) return join(condition.all, "and");
  if ("any" in condition) return join(condition.any, "or");
  if ("not" in condition) {
    return t("templates.chain.condition.not", {
      condition: conditionText(condition.not, form, tongue),
    });
  }
  return "field" in condition
    ? comparisonText(condition, form, tongue)
    : t("templates.chain.condition.none");
}
