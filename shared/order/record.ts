import type { Bilingual } from "#shared/core/text.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { NodeState, OrderState } from "./schema.ts";

/** One run. Its nodes are a snapshot of what was approved; nothing changes them from outside. */
export type OrderRecord = {
  orderId: string;
  version: number;
  state: OrderState;
  name: Bilingual;
  ticket: { id: string; number: string; title: string };
  requester: PersonRef;
  createdAt: string;
  updatedAt: string;
  /** When somebody must look again: end of a lease, next poll, time-out. Null once it rests or ended. */
  wakeAt: string | null;
  /** Goes up when somebody else than its machine moves it: the stream then rings the machine. */
  knocks: number;
};

/** How far a running node got. `calling`: the side effect may or may not have happened yet. */
export type NodePhase = "calling" | "polling" | "awaiting_callback";

export type NodeRecord = {
  orderId: string;
  seq: number;
  name: Bilingual;
  action: string;
  parameters: Record<string, unknown>;
  state: NodeState;
  phase: NodePhase | null;
  /** Calls so far, those of unknown end that were repeated included. */
  attempt: number;
  /** How often an operator set it going again: each is new work with a key of its own. */
  retries: number;
  /** Where to ask for the state of a long operation. */
  statusUrl: string | null;
  polls: number;
  nextLookAt: string | null;
  /** The attempt runs out then. */
  deadlineAt: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  result: string | null;
  error: string | null;
  progress: string | null;
  endedBy: PersonRef | null;
  reason: string | null;
};
