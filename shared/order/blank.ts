import { Strategy } from "#shared/plan/schema.ts";
import { newWork } from "./engine/frame.ts";
import type { NodeRecord, OrderRecord } from "./record.ts";

/** What most orders and nodes have: new ones begin with it, and it is not stored. */

type Head =
  | "orderId"
  | "version"
  | "state"
  | "name"
  | "trigger"
  | "requester"
  | "nodeCount"
  | "timeoutSeconds"
  | "createdAt"
  | "updatedAt";

export const blankOrder: Omit<OrderRecord, Head> = {
  engineVersion: 1,
  ticket: null,
  plan: null,
  scene: null,
  mode: "run",
  reason: null,
  direction: "forward",
  rollbackCount: 0,
  at: 1,
  isPausing: false,
  ending: null,
  failures: 0,
  lock: null,
  approval: null,
  review: null,
  watch: null,
  isBreakGlass: false,
  cleansUp: false,
  owners: [],
  startAt: null,
  dueAt: null,
  deadlineAt: null,
  restsFrom: null,
  machineEvents: 0,
  startedAt: null,
  endedAt: null,
  wakeAt: null,
  knocks: 1,
};

export const blankStrategy: Strategy = Strategy.parse({});

type Place = "orderId" | "seq" | "label" | "stepId" | "name";

export const blankNode: Omit<NodeRecord, Place> = {
  kind: "action",
  group: null,
  lastSeq: null,
  undoes: null,
  type: null,
  isForced: false,
  action: null,
  risk: "low",
  strategy: blankStrategy,
  expectedSeconds: null,
  parameters: {},
  sources: {},
  bindings: {},
  traits: null,
  targets: null,
  batchEnd: 1,
  state: "pending",
  missing: [],
  confirmers: [],
  confirmHash: null,
  confirmedBy: null,
  confirmedAt: null,
  dueAt: null,
  deadlineAt: null,
  skipAskedBy: null,
  work: newWork(0, null),
  startedAt: null,
  finishedAt: null,
  output: null,
  error: null,
  endedBy: null,
  reason: null,
};

export function newOrder(part: Pick<OrderRecord, Head> & Partial<OrderRecord>): OrderRecord {
  return { ...blankOrder, ...part };
}

export function newNode(part: Pick<NodeRecord, Place> & Partial<NodeRecord>): NodeRecord {
  return { ...blankNode, ...part };
}
