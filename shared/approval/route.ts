import { holds, type FormValues } from "#shared/core/condition.ts";
import type { AskNode, AutomateNode, CcNode, Chain, ChainNode } from "./chain.ts";

/** A node that does something; branches only choose between such nodes. */
export type StepNode = AskNode | CcNode | AutomateNode;

function chosen(node: Extract<ChainNode, { kind: "branch" }>, values: FormValues): Chain {
  return node.branches.find((branch) => holds(branch.when, values))?.nodes ?? node.otherwise;
}

/** The steps that this form takes through the chain, in order. Values are fixed within a round. */
export function stepsFor(chain: Chain, values: FormValues): StepNode[] {
  return chain.flatMap((node) =>
    node.kind === "branch" ? stepsFor(chosen(node, values), values) : [node],
  );
}
