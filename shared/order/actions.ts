import * as z from "zod";
import type { Issue } from "#shared/core/error.ts";

const seconds = z.number().int().min(1);

/** Reads the state of a long operation out of the JSON that its status address answers. */
const Poll = z.strictObject({
  everySeconds: seconds.max(3600).default(5),
  stateField: z.string().max(60).default("state"),
  succeeded: z.array(z.string().max(60)).min(1).default(["succeeded"]),
  failed: z.array(z.string().max(60)).min(1).default(["failed"]),
  progressField: z.string().max(60).default("progress"),
});

/** Parameters of `http.request`. `{{form.x}}`, `{{ticket.number}}` … are filled in when the order is made. */
export const HttpRequestParameters = z.strictObject({
  url: z.string().min(1).max(2000),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("POST"),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(2000)).default({}),
  body: z.unknown().optional(),
  /** sync: the answer is the result; poll: 202 + Location to ask again; callback: the other side reports. */
  mode: z.enum(["sync", "poll", "callback"]).default("sync"),
  poll: Poll.prefault({}),
  /** The other side honours Idempotency-Key: a call of unknown end may be made again. */
  idempotent: z.boolean().default(false),
  /** For the whole operation, from the call to its end. */
  timeoutSeconds: seconds.max(30 * 24 * 3600).default(600),
});
export type HttpRequestParameters = z.infer<typeof HttpRequestParameters>;

/** The action catalogue: everything a chain's `automate` node may name. */
const parametersOf: Record<string, z.ZodType> = { "http.request": HttpRequestParameters };

export const actionCodes: readonly string[] = Object.keys(parametersOf);

/** Faults of a node's parameters, paths relative to them. */
export function checkParameters(code: string, parameters: Record<string, unknown>): Issue[] {
  const parsed = parametersOf[code]?.safeParse(parameters);
  if (parsed === undefined)
    return [{ path: "", code: "unknown_action", message: `No action ${code}.` }];
  return (parsed.error?.issues ?? []).map((issue) => ({
    path: issue.path.join("."),
    code: issue.code,
    message: issue.message,
  }));
}
