import {
  ChainNode,
  type ApproveNode,
  type ConfirmNode,
  type ParallelNode,
} from "#shared/approval/chain.ts";

/** Nodes as a template would give them: whatever is not said has the schema's default. */

const name = { en: "Step", "zh-CN": "步骤" };
const who = [{ role: "x" }];

export function approveNode(id: string, more: object = {}): ApproveNode {
  return ChainNode.parse({ kind: "approve", id, name, who, ...more }) as ApproveNode;
}

export function confirmNode(id: string, more: object = {}): ConfirmNode {
  return ChainNode.parse({ kind: "confirm", id, name, who, ...more }) as ConfirmNode;
}

export function ccNode(id: string): ChainNode {
  return ChainNode.parse({ kind: "cc", id, name, who });
}

export function automateNode(id: string): ChainNode {
  return ChainNode.parse({ kind: "automate", id, name, action: "http.request" });
}

export function waitNode(id: string, minutes: number): ChainNode {
  return ChainNode.parse({ kind: "wait", id, name, minutes });
}

export function parallelNode(id: string, ...branches: ChainNode[][]): ParallelNode {
  const lists = branches.map((nodes) => ({ nodes }));
  return { kind: "parallel", id, name, branches: lists };
}

/** Taken when `amount` is at least `from`. */
export function branchNode(
  id: string,
  from: number,
  nodes: ChainNode[],
  otherwise: ChainNode[] = [],
): ChainNode {
  const branches = [{ when: { field: "amount", atLeast: from }, nodes }];
  return { kind: "branch", id, name, branches, otherwise };
}
