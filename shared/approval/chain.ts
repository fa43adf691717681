import * as z from "zod";
import { Condition } from "#shared/core/condition.ts";
import { Bilingual } from "#shared/core/text.ts";
import { FieldName } from "#shared/form/schema.ts";
import { Approvers } from "./approvers.ts";

const NodeId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "lower-case letters, digits, dashes");
const base = { id: NodeId, name: Bilingual };
const who = z.array(Approvers).min(1).max(10);
const minutes = z.number().int().min(1).max(525_600);
/** Code of a working-time calendar; without it the clock never stops. */
const calendar = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .optional();
/** Nodes inside a node. The annotation ends the circle of types. */
const nodes: z.ZodType<ChainNode[]> = z.lazy(() => z.array(ChainNode).max(20));
const someNodes: z.ZodType<ChainNode[]> = z.lazy(() => z.array(ChainNode).min(1).max(20));

export type TimeLimit = {
  minutes: number;
  calendar?: string | undefined;
  remindAt?: number | undefined;
  onTimeout: "escalate" | "transfer" | "approve" | "refuse" | "branch";
  transferTo?: Approvers[] | undefined;
  otherwise?: ChainNode[] | undefined;
};

/** A stage's clock. The reminder comes at `remindAt` (share of the time), then `onTimeout` at the end. */
export const TimeLimit: z.ZodType<TimeLimit> = z.strictObject({
  minutes,
  calendar,
  remindAt: z.number().gt(0).lt(1).optional(),
  /**
   * escalate: one level up. transfer: to `transferTo`. approve: the stage passes. refuse: the ticket
   * expires. branch: the stage is left unanswered and `otherwise` runs in its place.
   */
  onTimeout: z.enum(["escalate", "transfer", "approve", "refuse", "branch"]),
  transferTo: who.optional(),
  otherwise: someNodes.optional(),
});

/** How many of those asked must approve: a number, or a share in percent, rounded up. */
export const Votes = z.union([
  z.strictObject({ atLeast: z.number().int().min(1).max(40) }),
  z.strictObject({ percent: z.number().gt(0).max(100) }),
]);

export const FieldAccess = z.enum(["hidden", "read", "edit", "required"]);
export type FieldAccess = z.infer<typeof FieldAccess>;

const ask = {
  ...base,
  who,
  /** any: the first decision counts; all: everybody; sequence: everybody in turn; votes: see `votes`. */
  mode: z.enum(["any", "all", "sequence", "votes"]).default("any"),
  votes: Votes.optional(),
  /** end: one veto ends the ticket. count: it ends when those left cannot reach what `mode` asks. */
  ifVeto: z.enum(["end", "count"]).optional(),
  /** Nobody found: ask the administrators, or go on without this stage. */
  ifNobody: z.enum(["administrators", "skip"]).default("administrators"),
  /** The requester herself is named: ask her leader instead, or leave her out. */
  ifRequester: z.enum(["leader", "leave-out"]).default("leader"),
  /** Somebody whose approval of this ticket still stands: ask again, or take that approval. */
  ifApprovedBefore: z.enum(["ask", "skip"]).default("ask"),
  /** Somebody named has left the organisation: ask her leader instead, or leave her out. */
  ifLeft: z.enum(["leader", "leave-out"]).default("leader"),
  /** A field that was shown here is changed later: ask here again, or keep the answer. */
  ifChanged: z.enum(["ask-again", "keep"]).default("ask-again"),
  timeLimit: TimeLimit.optional(),
  /** Where this stage may return a ticket to. */
  returnTo: z
    .array(z.enum(["requester", "passed"]))
    .max(2)
    .default(["requester", "passed"]),
  /** After a return: through the chain again from there, or straight back to this stage. */
  afterReturn: z.enum(["again", "straight"]).default("again"),
  mayAdd: z.boolean().default(true),
  mayTransfer: z.boolean().default(true),
  /** Whether the requester may withdraw while this stage waits; without it the template's rule. */
  withdraw: z.boolean().optional(),
  /** What those asked here may do with a field; a field that is not named is read. */
  fields: z.record(FieldName, FieldAccess).default({}),
};

const Approve = z.strictObject({ kind: z.literal("approve"), ...ask });
const Confirm = z.strictObject({ kind: z.literal("confirm"), ...ask });
const Cc = z.strictObject({ kind: z.literal("cc"), ...base, who });
const Automate = z.strictObject({
  kind: z.literal("automate"),
  ...base,
  action: z.string().min(1).max(80),
  parameters: z.record(z.string(), z.unknown()).default({}),
});
/** Nothing happens for some time, or until the instant or day that a field names. */
const Wait = z.strictObject({
  kind: z.literal("wait"),
  ...base,
  minutes: minutes.optional(),
  calendar,
  until: FieldName.optional(),
});
/** The first branch whose condition holds. */
const Branch = z.strictObject({
  kind: z.literal("branch"),
  ...base,
  branches: z
    .array(z.strictObject({ when: Condition, nodes }))
    .min(1)
    .max(10),
  otherwise: nodes.default(() => []),
});
/** All branches at once; it is behind when every one is. */
const Parallel = z.strictObject({
  kind: z.literal("parallel"),
  ...base,
  branches: z
    .array(z.strictObject({ name: Bilingual.optional(), nodes: someNodes }))
    .min(2)
    .max(10),
});

type Base = { id: string; name: Bilingual };
type AskPart = Omit<z.infer<z.ZodObject<typeof ask>>, "timeLimit">;
export type ApproveNode = AskPart & { kind: "approve"; timeLimit?: TimeLimit | undefined };
export type ConfirmNode = AskPart & { kind: "confirm"; timeLimit?: TimeLimit | undefined };
export type CcNode = z.infer<typeof Cc>;
export type AutomateNode = z.infer<typeof Automate>;
export type WaitNode = z.infer<typeof Wait>;
export type BranchNode = Base & {
  kind: "branch";
  branches: { when: Condition; nodes: ChainNode[] }[];
  otherwise: ChainNode[];
};
export type ParallelNode = Base & {
  kind: "parallel";
  branches: { name?: Bilingual | undefined; nodes: ChainNode[] }[];
};
export type ChainNode =
  ApproveNode | ConfirmNode | CcNode | AutomateNode | WaitNode | BranchNode | ParallelNode;

/** One step of an approval chain. `confirm` only releases the wait; it never refuses. */
export const ChainNode: z.ZodType<ChainNode> = z.discriminatedUnion("kind", [
  Approve,
  Confirm,
  Cc,
  Automate,
  Wait,
  Branch,
  Parallel,
]) as never;

/** An approval chain: nodes in order; branches, parallels and time-outs hold further nodes. */
export const Chain = z.array(ChainNode).min(1).max(50);
export type Chain = ChainNode[];

/** A step in which people are asked. */
export type AskNode = ApproveNode | ConfirmNode;
