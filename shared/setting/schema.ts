import * as z from "zod";
import { FieldView } from "#shared/core/fields.ts";
import { Bilingual, Instant } from "#shared/core/text.ts";
import { PersonRef } from "#shared/ticket/state.ts";
import { SettingGroup } from "./groups.ts";

const Values = z.record(z.string(), z.unknown());

/** A group of settings as the page shows it. Version 0: nobody has saved it, the defaults hold. */
export const SettingView = z.object({
  group: SettingGroup,
  name: Bilingual,
  help: Bilingual,
  fields: z.array(FieldView),
  value: Values,
  version: z.number().int(),
  updatedAt: Instant.nullable(),
  /** Null: the product itself, when it was initialised. */
  updatedBy: PersonRef.nullable(),
  /** Actions that require the group can work. */
  isSet: z.boolean(),
});
export type SettingView = z.infer<typeof SettingView>;

/** `version` is the one that was read: a group that has changed since is refused. */
export const UpdateSettingInput = z.strictObject({
  version: z.number().int().min(0),
  value: Values,
});

/** One difference: where, by the names of the things on the way (`clusters`, `prod-east`, `url`), and what. */
const SettingChange = z.object({
  path: z.array(z.string()),
  kind: z.enum(["added", "removed", "changed", "moved"]),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type SettingChange = z.infer<typeof SettingChange>;

export const SettingVersion = z.object({
  version: z.number().int(),
  at: Instant,
  by: PersonRef.nullable(),
  value: Values,
  /** Against the version before; the first one against the defaults. */
  changes: z.array(SettingChange.extend({ where: Bilingual })),
});
export type SettingVersion = z.infer<typeof SettingVersion>;
