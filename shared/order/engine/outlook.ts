import type { Traits } from "#shared/order/record.ts";
import type { ParameterSource } from "#shared/order/schema.ts";

/**
 * What a node is to work with, looked up by the verb just before it begins: layers joined, outputs of earlier
 * nodes bound, targets found. `hash` stands for all of it: it is what somebody confirms.
 */
export type Outlook = {
  parameters: Record<string, unknown>;
  sources: Record<string, ParameterSource>;
  /** Required parameters without a value. */
  missing: string[];
  targets: string[] | null;
  traits: Traits;
  hash: string;
  /** Why it can't begin: settings gone, too many targets, values that do not fit. */
  fault: { code: string; message: string } | null;
};
