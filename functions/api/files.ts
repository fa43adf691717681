import type { Hono } from "hono";
import type { Operation } from "#shared/contract/operation.ts";
import type { ApiContext, ApiEnv } from "./context.ts";
import { honoPath, run, type Finder, type Route } from "./mount.ts";
import { evidencePageOperation, evidencePageRoute } from "./routes/evidence.ts";
import { csvOperation, csvRoute } from "./routes/report.ts";

/** Answers that are no JSON stand beside the contract, under the same rules. */
export type FileRoute<Op> = (...input: Parameters<Route<Op>>) => Promise<Response>;

/** By the names that the OpenAPI document gives them. */
export const fileOperations = {
  reportCsv: csvOperation,
  orderEvidencePage: evidencePageOperation,
} satisfies Record<string, Operation>;

const routes: Record<keyof typeof fileOperations, FileRoute<never>> = {
  reportCsv: csvRoute,
  orderEvidencePage: evidencePageRoute,
};

export function mountFiles(app: Hono<ApiEnv>, find: Finder): void {
  for (const name of Object.keys(fileOperations) as (keyof typeof fileOperations)[]) {
    const operation: Operation = fileOperations[name];
    app.get(honoPath(operation.path), async (c: ApiContext) => {
      return (await run(c, operation, routes[name], find)) as Response;
    });
  }
}
