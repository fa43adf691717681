import * as z from "zod";
import { Chain } from "#shared/approval/chain.ts";
import { Bilingual, Instant } from "#shared/core/text.ts";
import { Form } from "#shared/form/schema.ts";

/** What a template author writes, in this order: form, approval chain (automation steps are nodes of it). */
export const TemplateDocument = z.strictObject({
  name: Bilingual,
  description: Bilingual.optional(),
  category: z.enum(["infrastructure", "data", "support", "release", "business"]),
  icon: z
    .string()
    .regex(/^[a-z-]{1,30}$/)
    .default("file"),
  /** Prefix of the ticket numbers: `OPS` gives `OPS-2026-000001`. */
  numberPrefix: z.string().regex(/^[A-Z]{2,6}$/),
  /** The requester may take a ticket back: never, before anybody decided, or while it is in approval. */
  withdraw: z.enum(["never", "before-decision", "any-time"]).default("any-time"),
  form: Form,
  chain: Chain,
});
export type TemplateDocument = z.infer<typeof TemplateDocument>;

export const TemplateState = z.enum(["draft", "published", "disabled"]);

/** A template as lists show it. `version` is the published one, 0 while there is none. */
export const TemplateSummary = z.object({
  id: z.string(),
  name: Bilingual,
  description: Bilingual.optional(),
  category: TemplateDocument.shape.category,
  icon: z.string(),
  state: TemplateState,
  version: z.number().int(),
  updatedAt: Instant,
});
export type TemplateSummary = z.infer<typeof TemplateSummary>;

export const Template = TemplateSummary.extend({
  document: TemplateDocument,
  /** The document as YAML, comments kept; only for those who may manage templates. */
  source: z.string().optional(),
});
export type Template = z.infer<typeof Template>;
