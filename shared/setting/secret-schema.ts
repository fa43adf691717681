import * as z from "zod";
import { SecretRef } from "#shared/core/fields.ts";
import { Bilingual, Instant } from "#shared/core/text.ts";
import { PersonRef } from "#shared/ticket/state.ts";

export const SecretName = SecretRef.shape.secret;

/** What the vault takes, in bytes of UTF-8. */
const largestBytes = 4096;
/** A shorter one could not be taken out of logs without taking out innocent words. */
const shortestSecret = 8;

function checkText(value: string, ctx: z.RefinementCtx): void {
  const refuse = (code: string, message: string) =>
    ctx.addIssue({ code: "custom", params: { code }, message });
  // Logs hold it without the white space around it.
  if (value.trim().length < shortestSecret) {
    refuse("too_small", `At least ${shortestSecret} characters.`);
  }
  if (new TextEncoder().encode(value).byteLength > largestBytes) {
    refuse("too_big", `More than ${largestBytes / 1024} KB.`);
  }
  // Half a character would be another one in the vault; the vault takes "{{" for a reference of its own.
  if (!value.isWellFormed()) refuse("not_text", "This is no text.");
  if (value.includes("{{"))
    refuse("double_braces", "Two opening braces in a row are not possible.");
}

/** Goes in and never comes out again: no answer, no log and no fault holds it. */
const SecretValue = z.string().superRefine(checkText);
const Description = z.string().trim().max(300);

export const CreateSecretInput = z.strictObject({
  name: SecretName,
  description: Description.default(""),
  value: SecretValue,
});
export const SetSecretInput = z.strictObject({ value: SecretValue });
export const UpdateSecretInput = z.strictObject({
  description: Description.optional(),
  /** False: whoever needs it is refused, at once. */
  isActive: z.boolean().optional(),
});

/** What refers to a secret, and where in it. */
export const SecretUse = z.object({
  kind: z.enum(["setting", "plan"]),
  id: z.string(),
  name: Bilingual,
  where: Bilingual,
  /** Null: the newest one. */
  version: z.number().int().nullable(),
});
export type SecretUse = z.infer<typeof SecretUse>;

export const SecretState = z.enum(["active", "inactive", "deleting"]);

export const SecretView = z.object({
  name: z.string(),
  description: z.string(),
  /** `deleting`: nobody can use it any more, its values are not destroyed yet; deleting it again does that. */
  state: SecretState,
  /** Newest first. */
  versions: z.array(z.object({ version: z.number().int(), at: Instant, by: PersonRef.nullable() })),
  uses: z.array(SecretUse),
});
export type SecretView = z.infer<typeof SecretView>;
