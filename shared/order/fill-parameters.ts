import type { Ctx } from "#shared/core/ctx.ts";
import { invalid, type Issue } from "#shared/core/error.ts";
import { changePlanOrder } from "./change.ts";
import { fill } from "./engine/gate.ts";
import { filledIssues } from "./filled.ts";
import { approvalHash, gatesOf, missingOf } from "./gates.ts";
import type { NodeRecord } from "./record.ts";
import { loadRun } from "./store.ts";
import type { Given } from "./build.ts";

function filledNode(node: NodeRecord, values: Record<string, unknown>): NodeRecord {
  const sources = Object.fromEntries(Object.keys(values).map((key) => [key, "run" as const]));
  return {
    ...node,
    parameters: { ...node.parameters, ...values },
    sources: { ...node.sources, ...sources },
  };
}

/** Gives the values that a run lacks, all on one page, for this run only. */
export function fillOrder(
  ctx: Ctx,
  { orderId, parameters }: { orderId: string; parameters: Given },
): Promise<string> {
  return changePlanOrder(ctx, { orderId }, async (frame, deed) => {
    const { nodes } = await loadRun(orderId);
    const issues: Issue[] = [];
    const after = nodes.map((node) => {
      const values = parameters[node.stepId];
      if (values === undefined || node.kind !== "action") return node;
      issues.push(...filledIssues(node, values, `parameters.${node.stepId}`));
      return filledNode(node, values);
    });
    for (const stepId of Object.keys(parameters)) {
      if (nodes.some((node) => node.stepId === stepId && node.kind === "action")) continue;
      const path = `parameters.${stepId}`;
      issues.push({ path, code: "unknown_field", message: "The plan has no such step." });
    }
    const missing = after.flatMap((node) =>
      missingOf(node).map((key) => ({
        path: `parameters.${node.stepId}.${key}`,
        code: "required",
      })),
    );
    issues.push(...missing.map((one) => ({ ...one, message: "A value is needed." })));
    if (issues.length > 0) throw invalid(issues);
    const changed = after.filter((node, index) => node !== nodes[index]);
    const { approval } = frame.order;
    const hash = approvalHash(frame.order, after);
    const order = { ...frame.order, approval: approval && { ...approval, hash } };
    return fill({ ...frame, order }, changed, deed, await gatesOf(after));
  });
}
