import * as z from "zod";
import { Bilingual } from "#shared/core/text.ts";
import { PlanState } from "./schema.ts";

/** Whoever a plan names by mail address; nobody's name where nobody has the address. */
export const PlanPerson = z.object({
  email: z.string(),
  name: z.string().nullable(),
  isActive: z.boolean(),
});
export type PlanPerson = z.infer<typeof PlanPerson>;

/** A plan whose published version uses an action. */
export const PlanUse = z.object({
  id: z.string(),
  name: Bilingual,
  state: PlanState,
  /** The published version. */
  published: z.number().int(),
  owners: z.array(PlanPerson),
});
export type PlanUse = z.infer<typeof PlanUse>;
