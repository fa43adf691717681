import * as z from "zod";
import { FieldView } from "#shared/core/fields.ts";
import { pageOf } from "#shared/core/page.ts";
import { Bilingual } from "#shared/core/text.ts";
import { PlanUse } from "#shared/plan/use-schema.ts";
import { Category, Mode, Risk, Scene } from "./definition.ts";

export const ActionCode = z
  .string()
  .regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/)
  .max(80);

/**
 * `hidden`: a group of settings it requires holds nothing; `deprecated`: not offered any more, plans that use it
 * run; `removed`: gone from the code, known from what was.
 */
export const ActionState = z.enum(["active", "hidden", "deprecated", "removed"]);
export type ActionState = z.infer<typeof ActionState>;

/** What an action is, apart from how this deployment is set up. */
export const ActionFacts = z.object({
  code: z.string(),
  name: Bilingual,
  description: Bilingual,
  category: Category,
  scenes: z.array(Scene),
  isVisible: z.boolean(),
  displayOrder: z.number(),
  risk: Risk,
  /** How it may end; which one it is, its parameters say. */
  modes: z.array(Mode),
  /** Whether a call of unknown end may be made again; `depends`: on its parameters. */
  idempotent: z.enum(["always", "never", "depends"]),
  /** The code of the action that undoes this one. */
  inverse: z.string().nullable(),
  parameters: z.array(FieldView),
  outputs: z.array(FieldView),
  requiredSettings: z.array(z.string()),
  /** Where a step sets none; null where it depends on a parameter that has no default. */
  timeoutSeconds: z.number().nullable(),
  targets: z.object({ parameter: z.string(), most: z.number().int() }).nullable(),
  hasDryRun: z.boolean(),
});
export type ActionFacts = z.infer<typeof ActionFacts>;

/** What somebody who fills in its parameters needs to know of it. */
export const ActionWords = ActionFacts.pick({
  ...{ code: true, name: true, parameters: true, outputs: true, inverse: true, hasDryRun: true },
});
export type ActionWords = z.infer<typeof ActionWords>;

/** An action of the catalogue, here and now. */
export const ActionView = ActionFacts.extend({
  missingSettings: z.array(z.string()),
  state: ActionState,
});
export type ActionView = z.infer<typeof ActionView>;

export const ActionDetail = z.object({ action: ActionView, plans: pageOf(PlanUse) });

export const OptionsInput = z.strictObject({
  /** Dotted path of the parameter: `poll.server`. */
  parameter: z.string().regex(/^[A-Za-z]\w{0,59}(\.[A-Za-z]\w{0,59}){0,4}$/),
  /** What has been filled in so far; may be incomplete. */
  parameters: z.record(z.string().max(60), z.unknown()).default({}),
  /** Words that stand somewhere in label or value. */
  search: z.string().max(120).default(""),
});

export const OptionView = z.object({
  value: z.string(),
  label: z.string(),
  /** Null where things of this kind do not run. */
  isRunning: z.boolean().nullable(),
});
export type OptionView = z.infer<typeof OptionView>;
