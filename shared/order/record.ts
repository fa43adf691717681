import type { Scene } from "#shared/action/definition.ts";
import type { Operation } from "#shared/action/driver.ts";
import type { Channel } from "#shared/core/ctx.ts";
import type { Bilingual } from "#shared/core/text.ts";
import type { PlanType, Strategy } from "#shared/plan/schema.ts";
import type { Recipient } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type {
  EndState,
  NodeState,
  OrderEventType,
  OrderMode,
  OrderState,
  ParameterSource,
  TriggerKind,
  WorkState,
} from "./schema.ts";

/** Who must say yes before an order starts, and who has. */
export type ApprovalRecord = {
  count: number;
  /** Empty: every operator but the one who asks. */
  from: PersonRef[];
  by: PersonRef[];
  /** What is approved: plan version, parameters, time. */
  hash: string;
};

/** A break-glass start is looked at afterwards. */
export type ReviewRecord = {
  by: PersonRef[];
  dueAt: string;
  /** When the reviewers were told that it is late. */
  remindedAt: string | null;
  doneBy: PersonRef | null;
  doneAt: string | null;
  isJustified: boolean | null;
  comment: string | null;
};

/** After its end: whether what set it off stayed away. */
export type WatchRecord = {
  fingerprint: string;
  seconds: number;
  /** Null until the order has ended. */
  until: string | null;
  verdict: "effective" | "ineffective" | null;
};

/** How an order that is being stopped will end. */
export type EndingRecord = { as: EndState; by: PersonRef; reason: string | null };

/** One run of a plan, or the automation task of a ticket. Its nodes are a snapshot; nothing changes them from outside. */
export type OrderRecord = {
  orderId: string;
  version: number;
  /** Of the engine that began it: what is under way for weeks must not change its meaning. */
  engineVersion: number;
  state: OrderState;
  name: Bilingual;
  /** The ticket whose automation task it is, or for which it was started. */
  ticket: { id: string; number: string; title: string } | null;
  plan: { id: string; version: number; hash: string } | null;
  scene: Scene | null;
  mode: OrderMode;
  trigger: { kind: TriggerKind; sourceId: string | null; labels: Record<string, string> };
  requester: PersonRef;
  reason: string | null;
  /** Forward through the steps, or back through what undoes them. */
  direction: "forward" | "back";
  nodeCount: number;
  rollbackCount: number;
  /** The node whose turn it is. Behind the last one: nothing is left. */
  at: number;
  /** Somebody wants it to rest as soon as nothing runs. */
  isPausing: boolean;
  ending: EndingRecord | null;
  /** Steps, or targets of a step, that failed without stopping it. */
  failures: number;
  lock: { key: string; cooldownSeconds: number } | null;
  approval: ApprovalRecord | null;
  review: ReviewRecord | null;
  watch: WatchRecord | null;
  isBreakGlass: boolean;
  /** Of a drill: what it did is undone when it is over. */
  cleansUp: boolean;
  /** People who look after it: owners of the plan. */
  owners: PersonRef[];
  startAt: string | null;
  /** Until when it waits for parameters or approval. */
  dueAt: string | null;
  /** The whole run must be over by then; it moves on while people are waited for. */
  deadlineAt: string | null;
  timeoutSeconds: number;
  /** Since when people are waited for. */
  restsFrom: string | null;
  /** An upper bound of the events its machine has in its history. */
  machineEvents: number;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  updatedAt: string;
  /** When somebody must look again. Null: nothing happens by time alone. */
  wakeAt: string | null;
  /** Goes up when somebody else than its machine moves it: the stream then rings the machine. */
  knocks: number;
};

/** How far a piece of work got. `calling`: the side effect may or may not have happened yet. */
export type WorkPhase = "calling" | "wants" | "polling" | "awaiting_callback" | "awaiting_person";

/** One operation: the whole of a node, or what it does to one of its targets. */
export type Work = {
  index: number;
  target: string | null;
  /** Goes up with every change: what was asked of an earlier turn fits no more. */
  turn: number;
  state: WorkState;
  phase: WorkPhase | null;
  /** The call under way or wanted: `start`, `cancel`, `find`, or a step of the operation. */
  call: string | null;
  /** Steps of the operation that were called. */
  made: string[];
  /** One of them whose call got no answer, and how many looks since still show it as wanted. */
  doubt: { step: string; looks: number } | null;
  /** It is being stopped, and will then have ended like this. */
  stopAs: "cancelled" | "timed_out" | null;
  /** A start of it got no answer, and nothing has told since what came of it. */
  mayHaveBegun: boolean;
  /** Calls so far, those of unknown end that were repeated included. */
  attempt: number;
  /** How often it was set going as new work: each has a key of its own. */
  retries: number;
  /** Tries of its own accord since somebody set it going. */
  tries: number;
  /** Calls or looks in a row that brought no answer. */
  silent: number;
  operation: Operation | null;
  polls: number;
  nextLookAt: string | null;
  /** The call counts as lost then. */
  leaseAt: string | null;
  deadlineAt: string | null;
  /** Not before then: the other side asked for patience, or a failure is tried again. */
  tryAt: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  output: Record<string, unknown> | null;
  text: string | null;
  error: { code: string; message: string } | null;
  /** What came of it after the verdict. */
  late: string | null;
  progress: string | null;
  /** Who is asked to do it by hand. */
  people: PersonRef[];
};

/** What of its action a node needs to know, fixed when its parameters are final. */
export type Traits = {
  isIdempotent: boolean;
  canCancel: boolean;
  canFind: boolean;
  isReversible: boolean;
  timeoutSeconds: number;
};

export type NodeRecord = {
  orderId: string;
  seq: number;
  kind: "action" | "group" | "rollback";
  /** Where it stands, as people say it: `2.3`. */
  label: string;
  /** Step of the plan. */
  stepId: string;
  /** The group around it, and of a group its last node. */
  group: number | null;
  lastSeq: number | null;
  /** Of a rollback: the node it undoes. */
  undoes: number | null;
  name: Bilingual;
  type: PlanType | null;
  isForced: boolean;
  action: string | null;
  risk: "low" | "medium" | "high";
  strategy: Strategy;
  expectedSeconds: number | null;
  parameters: Record<string, unknown>;
  /** Where they come from; what is not in it is the action's default. */
  sources: Record<string, ParameterSource>;
  /** Parameters that come from what an earlier node answers. */
  bindings: Record<string, { seq: number; output: string }>;
  /** Set when its parameters are final. Immutable from then on. */
  traits: Traits | null;
  /** What it works on, one by one; null: it has no targets. */
  targets: string[] | null;
  /** The last target of the batch that is under way. */
  batchEnd: number;
  state: NodeState;
  missing: string[];
  /** Who may confirm it; empty: every operator. */
  confirmers: PersonRef[];
  /** What is shown for confirmation, and who confirmed it. */
  confirmHash: string | null;
  confirmedBy: PersonRef | null;
  confirmedAt: string | null;
  /** Until when a confirmation is waited for, or a batch rests. */
  dueAt: string | null;
  /** Of a group: must be over by then. */
  deadlineAt: string | null;
  skipAskedBy: PersonRef | null;
  /** Its work, where it has no targets; that of targets has rows of its own. */
  work: Work | null;
  startedAt: string | null;
  finishedAt: string | null;
  output: Record<string, unknown> | null;
  error: { code: string; message: string } | null;
  endedBy: PersonRef | null;
  reason: string | null;
};

export type WorkRecord = Work & { orderId: string; seq: number };

/** One line of the order's history: audit row, timeline and what people are told of, in one. */
export type OrderEventRecord = {
  orderId: string;
  eventId: string;
  type: OrderEventType;
  at: string;
  actor: PersonRef;
  channel: Channel;
  seq: number | null;
  data: OrderEventData;
  notify: Recipient[];
  order: { name: Bilingual; ticketNumber: string | null };
};

export type OrderEventData = {
  step?: Bilingual;
  label?: string;
  comment?: string;
  error?: string;
  target?: string;
  people?: PersonRef[];
  from?: string;
  to?: string;
  at?: string;
  count?: number;
  failed?: number;
  parameters?: string[];
  hash?: string;
  /** What was called again: `start`, `cancel`, `find`, or a step. */
  call?: string;
};
