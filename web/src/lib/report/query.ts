import type { DrillQuery } from "#shared/report/schema.ts";
import type { Range } from "./range.ts";

export const figures = [
  "submitted",
  "open",
  "completed",
  "approved",
  "vetoed",
  "withdrawn",
  "expired",
  "failed",
  "returned",
  "rated",
] as const satisfies readonly DrillQuery["figure"][];
export type Figure = DrillQuery["figure"];

/** Narrows a report beside its range. */
export type Filter = { templateId?: string; departmentId?: string };
export type Drill = Range & Filter & { figure: Figure };

function search(parts: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value) query.set(name, value);
  return query.toString();
}

export function readFilter(query: Pick<URLSearchParams, "get">): Filter {
  return {
    templateId: query.get("templateId") ?? undefined,
    departmentId: query.get("departmentId") ?? undefined,
  };
}

export function readFigure(query: Pick<URLSearchParams, "get">): Figure {
  const named = query.get("figure");
  return figures.find((figure) => figure === named) ?? "submitted";
}

export function reportHref({ from, to, templateId, departmentId }: Range & Filter): string {
  return `/reports?${search({ from, to, templateId, departmentId })}`;
}

/** The page with exactly the tickets behind a figure. */
export function drillHref({ from, to, templateId, departmentId, figure }: Drill): string {
  return `/reports/tickets?${search({ from, to, templateId, departmentId, figure })}`;
}
