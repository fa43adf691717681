import type * as z from "zod";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError, invalid, notFound } from "#shared/core/error.ts";
import type { FieldView, OptionsSource } from "#shared/core/fields.ts";
import { matching } from "#shared/form/source-answer.ts";
import { missingSettings } from "#shared/setting/load.ts";
import { assertMayFillIn } from "./access.ts";
import { findAction } from "./catalogue/index.ts";
import { checkGiven } from "./check.ts";
import type { ActionDefinition } from "./definition.ts";
import { factsOf } from "./facts.ts";
import { optionsOf } from "./options.ts";
import type { OptionsInput, OptionView } from "./schema.ts";
import { openSettings } from "./settings.ts";

type Input = { code: string } & z.output<typeof OptionsInput>;
type Values = Record<string, unknown>;

/** More than anybody reads; a search finds the rest. */
const mostShown = 200;

/** The field at a dotted path; inside a list, the fields of its items. */
function fieldAt(fields: readonly FieldView[], path: string): FieldView | undefined {
  const [key, ...rest] = path.split(".");
  const field = fields.find((one) => one.key === key);
  if (field === undefined || rest.length === 0) return field;
  return fieldAt(field.fields ?? field.item?.fields ?? [], rest.join("."));
}

/** A list of names has its options on the list or on what it holds. */
export function sourceOf({ options, item }: FieldView): OptionsSource | undefined {
  return options ?? item?.options;
}

/** The values a source depends on. Throws INVALID_INPUT while one is missing or wrong. */
export function dependencies(
  action: ActionDefinition,
  { dependsOn }: OptionsSource,
  given: Values,
): Values {
  const values = Object.fromEntries(dependsOn.map((key) => [key, given[key]]));
  const missing = dependsOn.filter((key) => values[key] === undefined || values[key] === "");
  const message = "The options depend on this parameter.";
  if (missing.length > 0) {
    throw invalid(missing.map((key) => ({ path: `parameters.${key}`, code: "required", message })));
  }
  const faults = checkGiven(action, values);
  if (faults.length === 0) return values;
  throw invalid(faults.map((fault) => ({ ...fault, path: `parameters.${fault.path}` })));
}

async function assertSet({ requiredSettings }: ActionDefinition): Promise<void> {
  const missing = await missingSettings(requiredSettings);
  if (missing.length === 0) return;
  throw new AppError("WRONG_STATE", `Settings are missing: ${missing.join(", ")}.`);
}

/**
 * What may be chosen for a parameter, given what has been filled in so far. Throws NOT_FOUND for a parameter without
 * a source, WRONG_STATE while settings are missing, UPSTREAM_FAILED when the source gives no answer: nobody types
 * a value in instead.
 */
export async function listActionOptions(
  ctx: Ctx,
  { code, parameter, parameters, search }: Input,
): Promise<{ items: OptionView[]; total: number }> {
  assertMayFillIn(ctx);
  const action = findAction(code);
  const field = action && fieldAt(factsOf(action).parameters, parameter);
  const source = field && sourceOf(field);
  if (action === undefined || source === undefined) throw notFound("options");
  const needed = dependencies(action, source, parameters);
  await assertSet(action);
  const settings = await openSettings(action.requiredSettings);
  const found = await optionsOf({ source, parameters: needed, search, settings, now: ctx.now });
  const items = search === "" ? found : matching(found, search);
  return {
    items: items
      .slice(0, mostShown)
      .map(({ value, label, isRunning = null }) => ({ value, label, isRunning })),
    total: items.length,
  };
}
