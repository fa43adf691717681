import { createHash } from "node:crypto";
import type { ApiContext } from "../context.ts";
import { openApiDocument, type Content, type OperationObject, type Parameter } from "./document.ts";
import type { JsonSchema } from "./schemas.ts";
import { escapeHtml } from "#shared/core/html.ts";
import { typeText } from "./type-text.ts";

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { max-width: 64rem; margin: 0 auto; padding: 1rem 1rem 4rem; }
h2 { margin: 2.5rem 0 0.5rem; text-transform: capitalize; }
details { border: 1px solid #8884; border-radius: 8px; margin: 0.5rem 0; padding: 0.5rem 0.75rem; }
summary { cursor: pointer; }
pre { overflow-x: auto; padding: 0.75rem; border-radius: 8px; background: #8881; font-size: 13px; }
code { font-family: ui-monospace, monospace; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 600; }
.access { float: right; opacity: 0.7; font-size: 13px; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
i { opacity: 0.65; }
`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "frame-ancestors 'none'",
].join("; ");

function parameterRow({ name, in: place, required, schema }: Parameter): string {
  return `${escapeHtml(name)}${required ? "" : "?"}: ${typeText(schema)} <i>(${place})</i>`;
}

function block(title: string, html: string): string {
  return html === "" ? "" : `<h4>${title}</h4><pre><code>${html}</code></pre>`;
}

function operationHtml(method: string, path: string, operation: OperationObject): string {
  const { operationId, summary, parameters, requestBody, responses } = operation;
  const body = requestBody === undefined ? "" : typeText(schemaOf(requestBody));
  const answers = Object.entries(responses)
    .filter(([status]) => status.startsWith("2"))
    .map(([status, answer]) => `${status} ${typeText(schemaOf(answer))}`.replace(/ any$/, ""));
  const errors = Object.keys(responses).filter((status) => !status.startsWith("2"));
  return `<details id="${operationId}"><summary><span class="method">${method.toUpperCase()}</span>
<code>/api${escapeHtml(path)}</code> <span class="access">${operation["x-countersign-access"]}</span>
<div>${escapeHtml(summary)}</div></summary>
${block("Parameters", parameters.map(parameterRow).join("\n"))}${block("Body", body)}
${block("Answer", [...answers, `${errors.join(" ")} ${typeText({ $ref: "Problem" })}`].join("\n"))}</details>`;
}

function schemaOf(holder: { content?: Content } | { $ref: string }): JsonSchema | boolean {
  if (!("content" in holder) || holder.content === undefined) return true;
  const [media] = Object.values(holder.content);
  return media?.schema ?? true;
}

type Entry = { tag: string; html: string };

function entries(): Entry[] {
  return Object.entries(openApiDocument().paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      tag: operation.tags[0] ?? "",
      html: operationHtml(method, path, operation),
    })),
  );
}

function pageHtml(): string {
  const groups = Map.groupBy(entries(), (entry) => entry.tag);
  const tags = [...groups.keys()];
  const sections = [...groups].map(
    ([tag, found]) =>
      `<section><h2 id="tag-${tag}">${tag}</h2>${found.map((entry) => entry.html).join("")}</section>`,
  );
  const schemas = Object.entries(openApiDocument().components.schemas).map(
    ([name, schema]) =>
      `<details id="${name}" open><summary><code>${name}</code></summary><pre><code>${typeText(schema)}</code></pre></details>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Countersign API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head><body>
<h1>Countersign API</h1><p><a href="/api/openapi.json">OpenAPI 3.1</a></p>
<nav>${tags.map((tag) => `<a href="#tag-${tag}">${tag}</a>`).join("")}<a href="#schemas">schemas</a></nav>
${sections.join("\n")}<h2 id="schemas">schemas</h2>${schemas.join("\n")}</body></html>`;
}

let made: string | undefined;

/** The API for people: every operation by resource, from the same document. No scripts, nothing from outside. */
export function docsPage(c: ApiContext): Response {
  made ??= pageHtml();
  return c.body(made, 200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
  });
}
