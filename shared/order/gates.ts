import { findAction } from "#shared/action/catalogue/index.ts";
import { missingParameters } from "#shared/action/check.ts";
import { loadSettings } from "#shared/setting/load.ts";
import type { Gates } from "./engine/gate.ts";
import { hashOf } from "./outlook.ts";
import type { NodeRecord, OrderRecord } from "./record.ts";

/** Required parameters that neither a value nor an earlier step fills. */
export function missingOf({ action, parameters, bindings }: NodeRecord): string[] {
  const definition = findAction(action ?? "");
  if (definition === undefined) return [];
  return missingParameters(definition, { ...parameters, ...bindings });
}

export async function gatesOf(nodes: readonly NodeRecord[]): Promise<Gates> {
  const { platform } = await loadSettings(["platform"]);
  const isComplete = nodes.every((node) => missingOf(node).length === 0);
  return { isComplete, decisionSeconds: platform.decisionSeconds };
}

/** What is approved: this version of the plan, with these values, in this mode, at that hour. */
export function approvalHash(
  { plan, mode, startAt }: Pick<OrderRecord, "plan" | "mode" | "startAt">,
  nodes: readonly NodeRecord[],
): string {
  const values = nodes.map(({ seq, parameters, bindings }) => ({ seq, parameters, bindings }));
  return hashOf({ plan: plan?.hash, mode, startAt, values });
}
