import * as z from "zod";
import { statusByCode, type ErrorCode } from "#shared/core/error.ts";

const codes = Object.keys(statusByCode) as [ErrorCode, ...ErrorCode[]];

/** Body of every failure (RFC 9457). `issues` name the fields at fault by dotted path. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(codes),
  requestId: z.string(),
  issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
  retryAfterSeconds: z.number().optional(),
  /** With CONFLICT, where it helps: what is on record instead of what the caller had seen. */
  current: z.record(z.string(), z.unknown()).optional(),
});
export type Problem = z.infer<typeof Problem>;
