import type { FormValues } from "#shared/core/condition.ts";
import type { ChainStep } from "#shared/ticket/schema.ts";
import type { AskNode, AutomateNode, CcNode, Chain, ChainNode, WaitNode } from "./chain.ts";
import { allNodes, chosen } from "./engine/tree.ts";

/** A node that does something; branches and parallels only lead to such nodes. */
export type StepNode = AskNode | CcNode | AutomateNode | WaitNode;

/** A step with the parallel ways it lies on, outermost first. */
export type Step = { node: StepNode; lanes: ChainStep["lanes"] };

type Branch = Extract<ChainNode, { kind: "branch" }>;

/** What was taken stays the way, even when the form has changed since; else the form decides. */
function takenOf(node: Branch, values: FormValues, visited: ReadonlySet<string>): Chain {
  const lists = [...node.branches.map((one) => one.nodes), node.otherwise];
  const wasVisited = (list: Chain) => allNodes(list).some(({ id }) => visited.has(id));
  return lists.find(wasVisited) ?? chosen(node, values);
}

/** The steps that a form takes through the chain, in order. `visited` are the nodes that were reached. */
export function stepsFor(
  chain: Chain,
  values: FormValues,
  visited: ReadonlySet<string> = new Set(),
  lanes: Step["lanes"] = [],
): Step[] {
  return chain.flatMap((node): Step[] => {
    if (node.kind === "branch") {
      return stepsFor(takenOf(node, values, visited), values, visited, lanes);
    }
    if (node.kind === "parallel") {
      return node.branches.flatMap(({ name, nodes }, branch) => {
        const lane = { nodeId: node.id, branch, name: name ?? node.name };
        return stepsFor(nodes, values, visited, [...lanes, lane]);
      });
    }
    return [{ node, lanes }, ...stepsFor(takenOnTimeout(node, visited), values, visited, lanes)];
  });
}

/** What runs in place of a stage that nobody answered in time: a way only once it was taken. */
function takenOnTimeout(node: StepNode, visited: ReadonlySet<string>): Chain {
  const isAsk = node.kind === "approve" || node.kind === "confirm";
  const otherwise = isAsk ? (node.timeLimit?.otherwise ?? []) : [];
  return allNodes(otherwise).some(({ id }) => visited.has(id)) ? otherwise : [];
}
