import * as z from "zod";
import type { Bilingual } from "#shared/core/text.ts";
import type { SettingGroup } from "#shared/setting/groups.ts";

/** Which layer of a system an action touches. */
export const Category = z.enum([
  "general",
  "product",
  "network",
  "application",
  "service",
  "data",
  "infrastructure",
]);
export type Category = z.infer<typeof Category>;

export const Scene = z.enum(["EMERGENCY", "SELF_RECOVERY", "RECOVERY"]);
export type Scene = z.infer<typeof Scene>;

export const Risk = z.enum(["low", "medium", "high"]);
export type Risk = z.infer<typeof Risk>;

/** `sync`: the answer is the result; `poll`: ask until there is an end; `callback`: the other side, or a person, reports. */
export const Mode = z.enum(["sync", "poll", "callback"]);
export type Mode = z.infer<typeof Mode>;

/** The way back: which action undoes this one, given what it was asked and what it answered. */
export type Inverse<Given> = {
  code: string;
  parameters: (given: Given, output: Record<string, unknown>) => Record<string, unknown> | null;
};

/**
 * One action of the catalogue. A code is for ever: it is never reused, its parameters are never narrowed
 * (`npm run catalogue -- check`). How it touches the world is its driver's, in functions/action.
 */
export type ActionDefinition<Parameters extends z.ZodObject = z.ZodObject> = {
  code: string;
  name: Bilingual;
  description: Bilingual;
  category: Category;
  scenes: readonly Scene[];
  /** False: no longer offered; plans that use it still run. */
  isVisible: boolean;
  displayOrder: number;
  parameters: Parameters;
  /** What a later step may bind its parameters to. */
  output: z.ZodObject;
  /** Groups of settings that must hold something; without them the action is hidden. */
  requiredSettings: readonly SettingGroup[];
  /** The other side honours the key of a call, or the call states a wish: it may be made again blindly. */
  isIdempotent: (given: z.output<Parameters>) => boolean;
  mode: (given: z.output<Parameters>) => Mode;
  risk: Risk;
  inverse: Inverse<z.output<Parameters>> | null;
  /** Its operations can be stopped. */
  canCancel: (given: z.output<Parameters>) => boolean;
  /** After a call of unknown end, what came of it can be found; always, never, or as its parameters say. */
  canFind: boolean | ((given: z.output<Parameters>) => boolean);
  /** For one operation, from the call to its end, where a step sets none. */
  timeoutSeconds: (given: z.output<Parameters>) => number;
  /** The parameter whose values are worked on one by one, and how many there may be. */
  targets: { parameter: string; most: number } | null;
  /** It can say what it would do. */
  hasDryRun: boolean;
};

/** Keeps the type of the parameters inside the definition and forgets it outside. */
export function defineAction<Parameters extends z.ZodObject>(
  definition: ActionDefinition<Parameters>,
): ActionDefinition {
  return definition as unknown as ActionDefinition;
}
