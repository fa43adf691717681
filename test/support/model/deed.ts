import type { FormValues } from "#shared/core/condition.ts";
import type { ErrorCode } from "#shared/core/error.ts";
import type { FieldChange } from "#shared/ticket/record.ts";

/** What the model is told to do. */

/** A task as the caller names it: somebody asked at a step, or one that nobody can answer (any more). */
export type Target =
  | { is: "asked"; nodeId: string; person: string }
  | { is: "machine"; nodeId: string }
  | { is: "decided" | "unknown" | "nobody" };

export type Deed =
  | { do: "decide"; target: Target; action: Action; by: string; to: string[] }
  | {
      do: "add";
      target: Target;
      people: string[];
      place: "before" | "after" | "parallel";
      by: string;
    }
  | { do: "handOver"; target: Target; to: string; isReassignment: boolean }
  | { do: "remove"; target: Target; by: string; isAdmin: boolean }
  | { do: "change"; target: Target; changes: FieldChange[]; values: FormValues }
  | { do: "automation"; target: Target; result: "done" | "failed" | "running"; event: string }
  | { do: "automationReturn"; target: Target }
  | { do: "submit"; changes: FieldChange[]; values: FormValues }
  | { do: "block" | "unblock" | "escalate"; by: string }
  | { do: "withdraw" | "close" };
export type Action = "approve" | "confirm" | "return" | "veto";

/** Codes that tell the truth about a refusal. */
export type Refusal = ErrorCode[];
