import type { TemplateDocument } from "./schema.ts";

/** A template's draft and where it stands. `version` guards writes; `published` is the newest version. */
export type TemplateRecord = {
  templateId: string;
  version: number;
  /** 0 while nothing is published. */
  published: number;
  state: "draft" | "published" | "disabled";
  name: TemplateDocument["name"];
  description: TemplateDocument["description"] | null;
  category: TemplateDocument["category"];
  icon: string;
  /** The draft as YAML, comments kept. */
  source: string;
  updatedAt: string;
};

/** A published version never changes: it may be cached for ever. */
export type TemplateVersionRecord = {
  templateId: string;
  number: number;
  document: TemplateDocument;
  source: string;
  publishedAt: string;
  publishedBy: string;
};
