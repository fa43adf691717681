import { AppError } from "#shared/core/error.ts";
import type { Finding } from "#shared/core/yaml-source.ts";
import { parseTemplate } from "./parse.ts";
import type { TemplateRecord } from "./record.ts";
import type { TemplateDocument } from "./schema.ts";

/** Findings as a refusal; the line goes into the message. */
export function refusal(findings: Finding[]): AppError {
  const issues = findings.map(({ path, code, message, line }) => ({
    path,
    code,
    message: line === null ? message : `Line ${line}: ${message}`,
  }));
  return new AppError("TEMPLATE_INVALID", "The template has faults.", { issues });
}

/** The document of a draft: it fits the schema, though it need not be fit for publishing. */
export function readDraft(source: string): TemplateDocument {
  const { document, findings } = parseTemplate(source);
  if (document === null) throw refusal(findings);
  return document;
}

type Head = Pick<TemplateRecord, "name" | "description" | "category" | "icon">;

/** What lists show of a template. */
export function headOf({ name, description, category, icon }: TemplateDocument): Head {
  return { name, description: description ?? null, category, icon };
}
