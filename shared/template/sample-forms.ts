import type { Chain } from "#shared/approval/chain.ts";
import type { Condition, FormValues } from "#shared/core/condition.ts";
import type { Form, FormField } from "#shared/form/schema.ts";
import { placed } from "./chain-paths.ts";

/** More combinations than these are not tried; the report says so. */
export const mostForms = 2000;

type Comparison = Exclude<
  Condition,
  { all: Condition[] } | { any: Condition[] } | { not: Condition }
>;

function comparisonsIn(condition: Condition): Comparison[] {
  if ("all" in condition) return condition.all.flatMap(comparisonsIn);
  if ("any" in condition) return condition.any.flatMap(comparisonsIn);
  if ("not" in condition) return comparisonsIn(condition.not);
  return [condition];
}

/** The day before, for a bound that is a date. */
function justBelow(bound: number | string): number | string {
  if (typeof bound === "number") return bound - 0.01;
  const at = Date.parse(bound);
  return Number.isNaN(at) ? "" : new Date(at - 86_400_000).toISOString().slice(0, bound.length);
}

/** Plain values on both sides of what a comparison asks. */
function sidesOf(comparison: Comparison): unknown[] {
  if ("is" in comparison) return [comparison.is];
  if ("isNot" in comparison) return [comparison.isNot];
  if ("in" in comparison) return comparison.in;
  if ("includes" in comparison) return [comparison.includes];
  if ("filled" in comparison) return [];
  const bound = "atLeast" in comparison ? comparison.atLeast : comparison.lessThan;
  return [justBelow(bound), bound];
}

/** Some value that no comparison names, so that "otherwise" is tried as well. */
function otherOf(field: FormField): unknown[] {
  switch (field.type) {
    case "select":
    case "radio":
    case "multiSelect":
      return field.options.map(({ value }) => value);
    case "checkbox":
      return [true, false];
    case "text":
    case "longText":
      return ["…"];
    default:
      return [];
  }
}

function inType(field: FormField, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (field.type === "money") return { amount: value, currency: field.currencies[0] };
  return field.type === "multiSelect" ? [value] : value;
}

/** A bound outside what the form lets through is no value that a ticket could have. */
function fits(field: FormField, value: unknown): boolean {
  if (field.type !== "number" && field.type !== "money") return true;
  if (typeof value !== "number") return value === undefined;
  return value >= (field.min ?? -Infinity) && value <= (field.max ?? Infinity);
}

function samplesOf(name: string, comparisons: Comparison[], form: Form): FormValues[] {
  const [table = "", column = "", currency] = name.split(".");
  const field = form.fields.find((one) => one.name === table);
  const plain = [...new Set([...comparisons.flatMap(sidesOf), ...(field ? otherOf(field) : [])])];
  const asksFilled = comparisons.some((one) => "filled" in one);
  const isRequired = field !== undefined && "required" in field && field.required === true;
  const empty = isRequired && !asksFilled ? [] : [undefined];
  if (field?.type === "detailTable") {
    const cell = (value: unknown) => (currency === undefined ? value : { amount: value, currency });
    return [...plain.map((value) => ({ [table]: [{ [column]: cell(value) }] })), {}];
  }
  const able = [...plain, ...empty].filter((value) => field === undefined || fits(field, value));
  const values = able.length === 0 ? [undefined] : able;
  return values.map((value) => ({ [name]: field === undefined ? value : inType(field, value) }));
}

/**
 * Forms that together take every way the chain's conditions can tell apart: for each field that is asked about,
 * values on both sides of every bound and one that is not named. `isAll` is false when there were too many.
 */
export function sampleForms(chain: Chain, form: Form): { forms: FormValues[]; isAll: boolean } {
  const comparisons = placed(chain, "chain").flatMap(({ node }) =>
    node.kind === "branch" ? node.branches.flatMap(({ when }) => comparisonsIn(when)) : [],
  );
  const byField = Map.groupBy(comparisons, (one) => one.field);
  let forms: FormValues[] = [{}];
  let isAll = true;
  for (const [name, asked] of byField) {
    const next = forms.flatMap((one) =>
      samplesOf(name, asked, form).map((sample) => ({ ...one, ...sample })),
    );
    isAll &&= next.length <= mostForms;
    forms = next.slice(0, mostForms);
  }
  return { forms, isAll };
}
