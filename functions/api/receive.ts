import * as z from "zod";
import type { Operation } from "#shared/contract/operation.ts";
import { invalid } from "#shared/core/error.ts";
import { issuesOf } from "#shared/core/issue.ts";
import { bodyText, parseJson } from "./body.ts";
import { isSafe, type ApiContext } from "./context.ts";

const nothing = z.strictObject({});

function check(schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalid(issuesOf(parsed.error, input));
  return parsed.data;
}

// A name given twice becomes a list, which no schema takes for a single value.
function queryOf(c: ApiContext): Record<string, unknown> {
  const pairs = Object.entries(c.req.queries());
  return Object.fromEntries(pairs.map(([name, all]) => [name, all.length > 1 ? all : all[0]]));
}

export type ReceivedParts = {
  params: unknown;
  query: unknown;
  body: unknown;
  /** The body as it came, for the fingerprint of the request. */
  text: string;
};

/**
 * What the caller sent, checked against the operation: unknown fields are refused everywhere, paths of faults
 * are relative to params, query or body. Throws INVALID_INPUT and what `parseJson` throws.
 */
export async function receive(c: ApiContext, operation: Operation): Promise<ReceivedParts> {
  const params = operation.params && check(operation.params, c.req.param());
  const query = check(operation.query ?? nothing, queryOf(c));
  if (isSafe(c.req.method)) return { params, query, body: undefined, text: "" };
  const text = await bodyText(c);
  if (operation.body !== undefined) {
    return { params, query, body: check(operation.body, parseJson(c, text)), text };
  }
  if (text !== "") check(nothing, parseJson(c, text));
  return { params, query, body: undefined, text };
}
