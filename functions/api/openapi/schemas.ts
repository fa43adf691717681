import * as z from "zod";
import { ActionView } from "#shared/action/schema.ts";
import { ChainNode } from "#shared/approval/chain.ts";
import { Calendar, CalendarDay, CalendarSummary } from "#shared/calendar/schema.ts";
import { contract } from "#shared/contract/index.ts";
import type { Operation } from "#shared/contract/operation.ts";
import { Problem } from "#shared/contract/problem.ts";
import { Condition } from "#shared/core/condition.ts";
import { FieldView } from "#shared/core/fields.ts";
import { Bilingual } from "#shared/core/text.ts";
import { Form, FormField } from "#shared/form/schema.ts";
import { Notice } from "#shared/notify/schema.ts";
import { Delegation, Department, Me, Role, Service, User } from "#shared/org/schema.ts";
import { OrderSummary, OrderView } from "#shared/order/schema.ts";
import { PlanDocument, Strategy } from "#shared/plan/schema.ts";
import { PlanUse } from "#shared/plan/use-schema.ts";
import { PlanSummary, PlanView, Readiness } from "#shared/plan/view-schema.ts";
import { Figures, Report, ReportTicket } from "#shared/report/schema.ts";
import { SettingVersion, SettingView } from "#shared/setting/schema.ts";
import { SecretView } from "#shared/setting/secret-schema.ts";
import { InitView } from "#shared/setting/init-schema.ts";
import { Template, TemplateDocument, TemplateSummary } from "#shared/template/schema.ts";
import {
  AttachmentView,
  ChainStep,
  SummaryField,
  TaskCard,
  TaskView,
  TicketSummary,
  TicketView,
} from "#shared/ticket/schema.ts";
import { PersonRef, Waiting } from "#shared/ticket/state.ts";
import { TimelineEntry } from "#shared/ticket/timeline.ts";

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Schemas that answers share; everything else is named after its operation. */
const shared = {
  ...{ Bilingual, Condition, ChainNode, Form, FormField, Problem, Notice },
  ...{ ActionView, FieldView, Calendar, CalendarDay, CalendarSummary },
  ...{ PlanDocument, PlanSummary, PlanUse, PlanView, Readiness, Strategy },
  ...{ Delegation, Department, Me, Role, Service, User, OrderSummary, OrderView },
  ...{ Figures, Report, ReportTicket, Template, TemplateDocument, TemplateSummary },
  ...{ AttachmentView, ChainStep, PersonRef, SummaryField, TaskCard, TaskView },
  ...{ FieldView, SettingView, SettingVersion, SecretView, InitView },
  ...{ TicketSummary, TicketView, TimelineEntry, Waiting },
};

const base = "#/components/schemas/";

type Direction = "input" | "output";
type Named = Record<string, z.ZodType>;

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

// A format says it all; zod's expression for it is for machines that know no formats.
function withoutFormatPattern({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}

function cleaned(schema: JsonSchema): JsonSchema {
  const { $schema, $id, ...rest } = schema;
  return $schema === undefined && $id === undefined ? schema : rest;
}

function components(named: Named, io: Direction): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: (id) => `${base}${id}`,
    override: withoutFormatPattern,
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, cleaned(schema)]));
}

/** One schema by itself, for the parameters of an operation. */
export function inputSchema(schema: z.ZodType): JsonSchema {
  return cleaned(z.toJSONSchema(schema, { io: "input", override: withoutFormatPattern }));
}

const sharedNames = new Map<z.ZodType, string>(
  Object.entries(shared).map(([name, schema]) => [schema, name]),
);

export function bodyName(operation: string): string {
  return `${pascal(operation)}Body`;
}

export function resultName(operation: string, schema: z.ZodType): string {
  return sharedNames.get(schema) ?? `${pascal(operation)}Result`;
}

/** A reference to a component. */
export function reference(name: string): { $ref: string } {
  return { $ref: `${base}${name}` };
}

/** The components of the document: what answers hold, and the bodies of all operations. */
export function allComponents(): Record<string, JsonSchema> {
  const bodies: Named = {};
  const results: Named = { ...shared };
  for (const [name, { body, result }] of Object.entries<Operation>(contract)) {
    if (body !== undefined) bodies[bodyName(name)] = body;
    if (result !== undefined) results[resultName(name, result)] = result;
  }
  // A body used by two operations has one id per registry entry, hence a registry of its own for each.
  const bodySchemas = Object.entries(bodies).map(([name, schema]) => [name, inputSchema(schema)]);
  return { ...components(results, "output"), ...Object.fromEntries(bodySchemas) };
}
