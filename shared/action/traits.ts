import type { FieldView } from "#shared/core/fields.ts";
import { Mode, type ActionDefinition } from "./definition.ts";
import type { ActionFacts } from "./schema.ts";

type Values = Record<string, unknown>;

/**
 * An action says how it ends, whether it bears repeating and how long it may take by its parameters. Here it is
 * asked for enough values of them to tell what it can be at all.
 */
export type Traits = Pick<ActionFacts, "modes" | "idempotent" | "timeoutSeconds">;

function anyValue(field: FieldView): unknown {
  const { kind, minimum = 0, choices = [], fields = [] } = field;
  if (kind === "number") return minimum;
  if (kind === "boolean") return false;
  if (kind === "choice") return choices[0];
  if (kind === "list") return [];
  if (kind === "group") return baseOf(fields);
  if (kind === "map" || kind === "json") return {};
  return kind === "secret" ? { secret: "sample" } : "x".repeat(Math.max(1, minimum));
}

function baseOf(fields: readonly FieldView[]): Values {
  const filled = fields.filter(({ isRequired, default: preset }) => isRequired || preset != null);
  return Object.fromEntries(filled.map((field) => [field.key, field.default ?? anyValue(field)]));
}

/** Values of one field that may make a difference. */
function choicesOf({ kind, choices = [], minimum, maximum }: FieldView): unknown[] {
  if (kind === "boolean") return [true, false];
  if (kind === "number") return [minimum, maximum].filter((end) => end !== undefined);
  return kind === "choice" ? choices : [];
}

function samplesOf(fields: readonly FieldView[]): Values[] {
  const base = baseOf(fields);
  const others = fields.flatMap((field) =>
    choicesOf(field).map((value) => ({ ...base, [field.key]: value })),
  );
  return [base, ...others];
}

/** What `ask` says of these values; nothing where it needs what a sample can't give. */
function answers<Answer>(
  { parameters }: ActionDefinition,
  samples: Values[],
  ask: (given: Values) => Answer,
): Answer[] {
  const said = samples.flatMap((sample): Answer[] => {
    const parsed = parameters.safeParse(sample);
    try {
      return [ask(parsed.success ? parsed.data : sample)];
    } catch {
      return [];
    }
  });
  return [...new Set(said)];
}

function timeoutOf(action: ActionDefinition, fields: readonly FieldView[]): number | null {
  const base = baseOf(fields);
  const largest = fields.map((field): Values => {
    const isOpen = field.kind === "number" && field.isRequired;
    return isOpen ? { ...base, [field.key]: field.maximum ?? (field.minimum ?? 0) + 1 } : base;
  });
  const [only, ...others] = answers(action, [base, ...largest], action.timeoutSeconds);
  return only === undefined || others.length > 0 ? null : only;
}

/** Pure: the same for the same definition. */
export function traitsOf(action: ActionDefinition, fields: readonly FieldView[]): Traits {
  const samples = samplesOf(fields);
  const modes = answers(action, samples, action.mode);
  const repeatable = answers(action, samples, action.isIdempotent);
  const [only, ...others] = repeatable;
  const isMixed = only === undefined || others.length > 0;
  return {
    modes: modes.length === 0 ? Mode.options : Mode.options.filter((mode) => modes.includes(mode)),
    idempotent: isMixed ? "depends" : only ? "always" : "never",
    timeoutSeconds: timeoutOf(action, fields),
  };
}
