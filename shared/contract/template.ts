import * as z from "zod";
import { Template, TemplateDocument, TemplateSummary } from "#shared/template/schema.ts";
import { ExternalOption, FieldName } from "#shared/form/schema.ts";
import { Choices } from "#shared/ticket/input.ts";
import { ChainStep } from "#shared/ticket/schema.ts";
import { Bilingual, Instant } from "#shared/core/text.ts";
import { holeKinds } from "#shared/template/hole-kinds.ts";
import { PersonRef } from "#shared/ticket/state.ts";
import { operation } from "./operation.ts";

const params = z.strictObject({ id: z.string().regex(/^tpl_[0-9A-HJKMNP-TV-Z]{26}$/) });
const source = z.strictObject({ source: z.string().min(1).max(100_000) });
const Finding = z.object({
  path: z.string(),
  code: z.string(),
  message: z.string(),
  /** Line of the YAML source, from 1; null when the fault has no place. */
  line: z.number().int().nullable(),
});

/** The source as it is being written; without it the draft as it was saved. */
const toTry = z.strictObject({ source: z.string().min(1).max(100_000).optional() });
const Issue = z.object({ path: z.string(), code: z.string(), message: z.string() });
const Difference = z.object({
  area: z.enum(["general", "form", "chain"]),
  /** Field name or node id; null for what belongs to the whole document. */
  what: z.string().nullable(),
  change: z.enum(["added", "removed", "moved", "changed"]),
  property: z.string().nullable(),
  from: z.unknown(),
  to: z.unknown(),
});
const PastTicket = z.object({
  id: z.string(),
  number: z.string().nullable(),
  title: z.string(),
  requester: PersonRef,
  submittedAt: Instant.nullable(),
  issues: z.array(Issue),
  /** Null where the step was not, or would not be, on the way. */
  differences: z.array(
    z.object({
      nodeId: z.string(),
      name: Bilingual,
      was: z.array(PersonRef).nullable(),
      would: z.array(PersonRef).nullable(),
    }),
  ),
});
const Hole = z.object({
  kind: z.enum(holeKinds),
  nodeId: z.string(),
  name: Bilingual,
  requesters: z.number().int(),
  examples: z.array(PersonRef),
  form: z.record(z.string(), z.unknown()).nullable(),
});

export const template = {
  listTemplates: operation({
    method: "GET",
    path: "/templates",
    summary: "The catalogue; managers of templates also see drafts",
    access: "template:read",
    result: z.object({ items: z.array(TemplateSummary) }),
  }),
  getTemplate: operation({
    method: "GET",
    path: "/templates/{id}",
    summary: "One template: form and chain",
    access: "template:read",
    params,
    query: z.strictObject({ draft: z.stringbool().default(false) }),
    result: Template,
  }),
  checkTemplate: operation({
    method: "POST",
    path: "/templates/check",
    summary: "Validate a YAML document without saving it",
    access: "template:manage",
    body: source,
    result: z.object({ findings: z.array(Finding), document: TemplateDocument.nullable() }),
  }),
  createTemplate: operation({
    method: "POST",
    path: "/templates",
    summary: "Add a template as a draft",
    access: "template:manage",
    body: source,
    result: Template,
    status: 201,
  }),
  saveTemplate: operation({
    method: "PUT",
    path: "/templates/{id}",
    summary: "Save the draft of a template",
    access: "template:manage",
    params,
    /** `seen`: the `updatedAt` this draft was made from; CONFLICT when somebody has saved since. */
    body: source.extend({ seen: Instant.optional() }),
    result: Template,
  }),
  publishTemplate: operation({
    method: "POST",
    path: "/templates/{id}/publish",
    summary: "Publish the draft; running tickets keep their version",
    access: "template:manage",
    params,
    result: Template,
  }),
  disableTemplate: operation({
    method: "POST",
    path: "/templates/{id}/disable",
    summary: "Take a template out of the catalogue",
    access: "template:manage",
    params,
    result: Template,
  }),
  listTemplateVersions: operation({
    method: "GET",
    path: "/templates/{id}/versions",
    summary: "Published versions, newest first",
    access: "template:manage",
    params,
    result: z.object({
      items: z.array(
        z.object({
          version: z.number().int(),
          publishedAt: Instant,
          publishedBy: z.string(),
          source: z.string(),
        }),
      ),
    }),
  }),
  compareTemplateVersions: operation({
    method: "GET",
    path: "/templates/{id}/diff",
    summary: "What differs between two versions; 0 is the draft",
    access: "template:manage",
    params,
    query: z.strictObject({
      from: z.coerce.number().int().min(0).default(1),
      to: z.coerce.number().int().min(0).default(0),
    }),
    result: z.object({ items: z.array(Difference) }),
  }),
  copyTemplate: operation({
    method: "POST",
    path: "/templates/{id}/copy",
    summary: "Begin a new draft from a template",
    access: "template:manage",
    params,
    result: Template,
    status: 201,
  }),
  simulateTemplate: operation({
    method: "POST",
    path: "/templates/{id}/simulate",
    summary: "Who would be asked if this person submitted this form on the draft",
    access: "template:manage",
    params,
    body: toTry.extend({
      requesterId: z.string().regex(/^usr_[0-9A-HJKMNP-TV-Z]{26}$/),
      values: z.record(z.string().max(64), z.unknown()).default({}),
      choices: Choices.optional(),
    }),
    result: z.object({ issues: z.array(Issue), steps: z.array(ChainStep) }),
  }),
  simulatePast: operation({
    method: "POST",
    path: "/templates/{id}/simulate/past",
    summary: "What the draft would have changed for the newest tickets",
    access: "template:manage",
    params,
    body: toTry.extend({ last: z.number().int().min(1).max(50).default(20) }),
    result: z.object({ compared: z.number().int(), items: z.array(PastTicket) }),
  }),
  findHoles: operation({
    method: "POST",
    path: "/templates/{id}/holes",
    summary: "Where the draft would ask nobody, or nobody able, over all requesters and values",
    access: "template:manage",
    params,
    body: toTry,
    result: z.object({
      holes: z.array(Hole),
      requesters: z.number().int(),
      forms: z.number().int(),
      /** False when there were more combinations of values than are tried. */
      isAll: z.boolean(),
    }),
  }),
  previewChain: operation({
    method: "POST",
    path: "/templates/{id}/preview",
    summary: "Who will be asked for this form, if I submit it now",
    access: "ticket:create",
    params,
    body: z.strictObject({
      values: z.record(z.string().max(64), z.unknown()),
      choices: Choices.optional(),
      /** That of the ticket being edited; without it, the one a new ticket would begin on. */
      version: z.number().int().min(1).optional(),
    }),
    result: z.object({ steps: z.array(ChainStep) }),
  }),
  listOptions: operation({
    method: "POST",
    path: "/templates/{id}/options/{field}",
    summary: "What an external field offers, given the rest of the form",
    access: "ticket:create",
    params: params.extend({ field: FieldName }),
    body: z.strictObject({
      values: z.record(z.string().max(64), z.unknown()),
      /** Words that stand somewhere in label or value. */
      search: z.string().max(120).optional(),
      version: z.number().int().min(1).optional(),
    }),
    result: z.object({
      items: z.array(ExternalOption),
      /** `stale`: the source gives no answer, and this is what it said at `at`. */
      source: z.enum(["live", "cache", "stale"]),
      at: Instant,
    }),
  }),
};
