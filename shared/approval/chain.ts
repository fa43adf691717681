import * as z from "zod";
import { Condition } from "#shared/core/condition.ts";
import { Bilingual } from "#shared/core/text.ts";
import { FieldName } from "#shared/form/schema.ts";

const NodeId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "lower-case letters, digits, dashes");
const email = z.email().max(254).toLowerCase();

/** Who is asked. Several sources are joined; a person named twice is asked once. */
export const Approvers = z.union([
  z.strictObject({ users: z.array(email).min(1).max(40) }),
  z.strictObject({ role: z.string().min(1).max(60) }),
  /** Leader of the requester's primary department, `up` levels above it (0 = her own). */
  z.strictObject({ departmentLeader: z.strictObject({ up: z.number().int().min(0).max(9) }) }),
  z.strictObject({ departmentApprovers: z.literal(true) }),
  z.strictObject({ field: FieldName }),
  z.strictObject({ requester: z.literal(true) }),
]);
export type Approvers = z.infer<typeof Approvers>;

const minutes = z.number().int().min(1).max(525_600);

/** A stage's clock. The reminder comes at `remindAt` (share of the time), then `onTimeout` at the end. */
export const TimeLimit = z.strictObject({
  minutes,
  remindAt: z.number().gt(0).lt(1).optional(),
  onTimeout: z.enum(["escalate", "approve", "refuse"]),
});

const ask = {
  id: NodeId,
  name: Bilingual,
  who: z.array(Approvers).min(1).max(10),
  /** any: the first decision counts; all: everybody approves; sequence: one after the other. */
  mode: z.enum(["any", "all", "sequence"]).default("any"),
  /** Nobody found: ask the administrators, or go on without this stage. */
  ifNobody: z.enum(["administrators", "skip"]).default("administrators"),
  /** The requester herself is named: ask her leader instead, or leave her out. */
  ifRequester: z.enum(["leader", "leave-out"]).default("leader"),
  /** Somebody who already approved in this round: ask again, or take that approval. */
  ifApprovedBefore: z.enum(["ask", "skip"]).default("ask"),
  timeLimit: TimeLimit.optional(),
};

export type ApproveNode = { kind: "approve" } & z.infer<z.ZodObject<typeof ask>>;
export type ConfirmNode = { kind: "confirm" } & z.infer<z.ZodObject<typeof ask>>;
export type CcNode = { kind: "cc"; id: string; name: Bilingual; who: Approvers[] };
export type AutomateNode = {
  kind: "automate";
  id: string;
  name: Bilingual;
  action: string;
  parameters: Record<string, unknown>;
};
export type BranchNode = {
  kind: "branch";
  id: string;
  name: Bilingual;
  branches: { when: Condition; nodes: ChainNode[] }[];
  otherwise: ChainNode[];
};
export type ChainNode = ApproveNode | ConfirmNode | CcNode | AutomateNode | BranchNode;

/** One step of an approval chain. `confirm` only releases the wait; it never refuses. */
export const ChainNode: z.ZodType<ChainNode> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("approve"), ...ask }),
    z.strictObject({ kind: z.literal("confirm"), ...ask }),
    z.strictObject({
      kind: z.literal("cc"),
      id: NodeId,
      name: Bilingual,
      who: z.array(Approvers).min(1).max(10),
    }),
    z.strictObject({
      kind: z.literal("automate"),
      id: NodeId,
      name: Bilingual,
      action: z.string().min(1).max(80),
      parameters: z.record(z.string(), z.unknown()).default({}),
    }),
    z.strictObject({
      kind: z.literal("branch"),
      id: NodeId,
      name: Bilingual,
      branches: z
        .array(z.strictObject({ when: Condition, nodes: z.array(ChainNode).max(20) }))
        .min(1)
        .max(10),
      otherwise: z.array(ChainNode).max(20).default([]),
    }),
  ]),
) as z.ZodType<ChainNode>;

/** An approval chain: nodes in order; branches hold further nodes. */
export const Chain = z.array(ChainNode).min(1).max(50);
export type Chain = ChainNode[];

/** A step in which people are asked. */
export type AskNode = ApproveNode | ConfirmNode;

/** Every node of the tree in reading order. */
export function allNodes(chain: Chain): ChainNode[] {
  return chain.flatMap((node) =>
    node.kind === "branch"
      ? [
          node,
          ...node.branches.flatMap((branch) => allNodes(branch.nodes)),
          ...allNodes(node.otherwise),
        ]
      : [node],
  );
}
