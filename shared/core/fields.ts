import * as z from "zod";
import { Bilingual } from "./text.ts";

/**
 * Schemas that people fill in (parameters of actions, settings) carry what an editor must know in their own zod
 * metadata: the schema is the one place, the catalogue, the editors and the checks are made from it.
 */

/** What an empty list of targets means. There is no silent "all": it must be declared. */
export const EmptyMeans = z.enum(["error", "none", "all"]);
export type EmptyMeans = z.infer<typeof EmptyMeans>;

/** Where an editor finds the values to choose from. `dependsOn` names fields that must be filled before. */
export const OptionsSource = z.object({
  source: z.string(),
  dependsOn: z.array(z.string()),
  /** Of things that run or do not, these are offered, and "all" means all of these. */
  filter: z.enum(["running", "not_running", "all"]),
});
export type OptionsSource = z.infer<typeof OptionsSource>;

export type Annotation = {
  name: Bilingual;
  help?: Bilingual;
  /** Text of several lines. */
  isLong?: true;
  /** A plan fixes it: nobody overrides it when the plan is run. */
  isFixed?: true;
  emptyMeans?: EmptyMeans;
  options?: { source: string; dependsOn?: string[]; filter?: OptionsSource["filter"] };
  unit?: "seconds" | "percent";
};

/** A field that people fill in. The last call on a schema: metadata does not survive further ones. */
export function field<Schema extends z.ZodType>(schema: Schema, annotation: Annotation): Schema {
  return schema.meta({ annotation });
}

/** Points to a secret; its value is never stored with what uses it. `version` absent: the newest. */
export const SecretRef = z
  .strictObject({
    secret: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
    version: z.number().int().min(1).optional(),
  })
  .meta({ isSecret: true });
export type SecretRef = z.infer<typeof SecretRef>;

export function isSecretRef(value: unknown): value is SecretRef {
  return SecretRef.safeParse(value).success;
}

export type FieldView = {
  key: string;
  kind: "text" | "number" | "boolean" | "choice" | "list" | "group" | "map" | "secret" | "json";
  name: Bilingual;
  help: Bilingual | null;
  isRequired: boolean;
  isLong: boolean;
  isFixed: boolean;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  isInteger?: boolean;
  pattern?: string;
  unit?: string;
  choices?: string[];
  emptyMeans?: EmptyMeans;
  options?: OptionsSource;
  /** Fields of a group, or of each item of a list of groups. */
  fields?: FieldView[];
  /** What a list, or a map under each of its names, holds. */
  item?: FieldView;
  /** What JSON Schema says beyond all this: formats, several patterns, names of a map, alternatives. */
  otherChecks?: Record<string, unknown>;
};

/** A field as an editor, the catalogue and the compatibility check see it. */
export const FieldView: z.ZodType<FieldView> = z.lazy(() =>
  z.object({
    key: z.string(),
    kind: z.enum([
      ...["text", "number", "boolean", "choice", "list", "group", "map", "secret", "json"],
    ] as [FieldView["kind"]]),
    name: Bilingual,
    help: Bilingual.nullable(),
    isRequired: z.boolean(),
    isLong: z.boolean(),
    isFixed: z.boolean(),
    default: z.unknown().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    isInteger: z.boolean().optional(),
    pattern: z.string().optional(),
    unit: z.string().optional(),
    choices: z.array(z.string()).optional(),
    emptyMeans: EmptyMeans.optional(),
    options: OptionsSource.optional(),
    fields: z.array(FieldView).optional(),
    item: FieldView.optional(),
    otherChecks: z.record(z.string(), z.unknown()).optional(),
  }),
) as z.ZodType<FieldView>;

/** The part of JSON Schema that zod makes of these schemas. */
type Json = {
  $schema?: string;
  type?: string | string[];
  properties?: Record<string, Json>;
  required?: string[];
  additionalProperties?: Json | false;
  items?: Json;
  enum?: string[];
  default?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  format?: string;
  annotation?: Annotation;
  isSecret?: true;
};

const saidElsewhere = new Set(
  ["$schema", "type", "properties", "required", "additionalProperties", "items", "enum"].concat(
    ["default", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"],
    ["annotation", "isSecret"],
  ),
);

function otherChecksOf(json: Json, kind: FieldView["kind"]): Record<string, unknown> | undefined {
  if (kind === "secret") return undefined;
  const { type } = json;
  const others = Object.entries(json).filter(([key]) => !saidElsewhere.has(key));
  const types = kind === "json" && type !== undefined ? [["type", type]] : [];
  const found = [...types, ...others];
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function kindOf({ type, enum: choices, properties, isSecret }: Json): FieldView["kind"] {
  if (isSecret === true) return "secret";
  if (choices !== undefined) return "choice";
  if (type === "object") return properties === undefined ? "map" : "group";
  if (type === "array") return "list";
  if (type === "boolean") return "boolean";
  if (type === "integer" || type === "number") return "number";
  return type === "string" ? "text" : "json";
}

/** zod writes the largest safe integer where nobody set a bound. */
function bound(value: number | undefined): number | undefined {
  return value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}

function withoutUndefined<Row extends object>(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Row;
}

function viewOf(
  key: string,
  json: Json,
  isRequired: boolean,
  usualName: Bilingual = { en: key, "zh-CN": key },
): FieldView {
  const { annotation, items, additionalProperties } = json;
  const kind = kindOf(json);
  const name = annotation?.name ?? usualName;
  const { source, dependsOn = [], filter = "all" } = annotation?.options ?? {};
  const below = kind === "list" ? items : additionalProperties || undefined;
  return withoutUndefined({
    key,
    kind,
    name,
    help: annotation?.help ?? null,
    isRequired,
    isLong: annotation?.isLong === true,
    isFixed: annotation?.isFixed === true,
    default: json.default,
    minimum: bound(json.minimum ?? json.minLength ?? json.minItems),
    maximum: bound(json.maximum ?? json.maxLength ?? json.maxItems),
    isInteger: kind === "number" ? json.type === "integer" : undefined,
    // A format says it all; zod's expression for it may change with zod.
    pattern: json.format === undefined ? json.pattern : undefined,
    unit: annotation?.unit,
    choices: json.enum,
    emptyMeans: annotation?.emptyMeans,
    options: source === undefined ? undefined : { source, dependsOn, filter },
    fields: kind === "group" ? viewsOf(json) : undefined,
    item:
      (kind === "list" || kind === "map") && below !== undefined
        ? // Without words of its own an item has those of its list.
          viewOf("", below, true, name)
        : undefined,
    otherChecks: otherChecksOf(json, kind),
  });
}

function viewsOf({ properties = {}, required = [] }: Json): FieldView[] {
  return Object.entries(properties).map(([key, json]) => viewOf(key, json, required.includes(key)));
}

/** The fields of an annotated schema, in the order in which they are declared. */
export function fieldViews(schema: z.ZodObject): FieldView[] {
  return viewsOf(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json);
}
