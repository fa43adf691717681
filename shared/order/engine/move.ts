import { after } from "#shared/core/clock.ts";
import type { Channel } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import type { NoticeKind } from "#shared/notify/schema.ts";
import type {
  NodeRecord,
  OrderEventData,
  OrderEventRecord,
  OrderRecord,
  Work,
} from "#shared/order/record.ts";
import type { OrderEventType } from "#shared/order/schema.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { isEnded, isMoving, nodeAt, type Frame } from "./frame.ts";
import { eventsPerCommit } from "./limits.ts";
import { nextInstant } from "./next.ts";
import { runningOf, type Site } from "./work.ts";

/** Who moves an order. */
export type Mover = { person: PersonRef; channel: Channel };
export const platform: Mover = {
  person: { id: "system", name: "Countersign" },
  channel: "system",
};

/** Somebody does something, at a moment. */
export type Deed = { now: string; mover: Mover };

/** Whom an event is told: roles that the verb looks up, or people by name. */
export type Audience = "operators" | "owners" | "starter" | "approvers" | "confirmers" | PersonRef;
export type Tell = { kind: NoticeKind; to: Audience[] };
export type NewOrderEvent = Omit<OrderEventRecord, "eventId" | "notify" | "order"> & {
  tell: Tell | null;
};

/** What one command changes, and what the frame is then. */
export type Change = {
  frame: Frame;
  nodes: NodeRecord[];
  /** Of the frame's node. */
  works: Work[];
  events: NewOrderEvent[];
};

/** The order is not in a state in which this can be done. */
export function refusal(message: string): AppError {
  return new AppError("WRONG_STATE", message);
}

/** Collects what one command changes. Lives only inside the engine: frames go in, changes come out. */
export class Move {
  readonly now: string;
  readonly mover: Mover;
  order: OrderRecord;
  node: NodeRecord | null;
  group: NodeRecord | null;
  works: Work[];
  readonly #nodes = new Map<number, NodeRecord>();
  readonly #works = new Set<number>();
  readonly #events: NewOrderEvent[] = [];

  constructor(frame: Frame, now: string, mover: Mover = platform) {
    this.now = now;
    this.mover = mover;
    this.order = frame.order;
    this.node = frame.node;
    this.group = frame.group;
    this.works = frame.works;
  }

  /** The node whose turn it is, or was before this move. */
  current(): NodeRecord {
    if (this.node === null) throw new Error(`order ${this.order.orderId} has no node left`);
    return this.node;
  }

  /** What its work needs to know. */
  site(): Site {
    const { traits, strategy, seq } = this.current();
    if (traits === null) throw new Error(`node ${seq} of ${this.order.orderId} has not begun`);
    return { now: this.now, traits, strategy };
  }

  set(order: Partial<OrderRecord>): void {
    this.order = { ...this.order, ...order };
  }

  setNode(part: Partial<NodeRecord>): void {
    this.put({ ...this.current(), ...part });
  }

  setGroup(part: Partial<NodeRecord>): void {
    if (this.group !== null) this.put({ ...this.group, ...part });
  }

  /** A node of the order, whichever it is. */
  put(node: NodeRecord): void {
    this.#nodes.set(node.seq, node);
    if (node.seq === this.node?.seq) this.node = node;
    if (node.seq === this.group?.seq) this.group = node;
  }

  /** Each change of a piece of work is a turn of its own: what was asked of an earlier one fits no more. */
  setWork(work: Work): Work {
    const next = { ...work, turn: work.turn + 1 };
    this.works = this.works.map((one) => (one.index === work.index ? next : one));
    this.#works.add(work.index);
    return next;
  }

  /** Work of the node as it begins. */
  setWorks(works: Work[]): void {
    this.works = works;
  }

  tell(type: OrderEventType, data: OrderEventData = {}, tell: Tell | null = null): void {
    this.#tell(null, type, data, tell);
  }

  /** An event of the current node. */
  tellNode(type: OrderEventType, data: OrderEventData = {}, tell: Tell | null = null): void {
    const { seq, name: step, label } = this.current();
    this.#tell(seq, type, { step, label, ...data }, tell);
  }

  #tell(seq: number | null, type: OrderEventType, data: OrderEventData, tell: Tell | null): void {
    const { orderId } = this.order;
    const { person: actor, channel } = this.mover;
    this.#events.push({ orderId, type, at: this.now, actor, channel, seq, data, tell });
  }

  finish(): Change {
    this.#clock();
    const { node, group, works } = this;
    const machineEvents = this.order.machineEvents + eventsPerCommit;
    const order = { ...this.order, updatedAt: this.now, machineEvents };
    const frame = { order, node, group, works };
    order.wakeAt = nextInstant(frame, this.now);
    return {
      frame,
      nodes: [...this.#nodes.values()],
      works: works.filter(({ index }) => this.#works.has(index)),
      events: this.#events,
    };
  }

  /** Deadlines of the order and of its group stand still while people are waited for. */
  #clock(): void {
    const isResting = isRest(this);
    const { restsFrom } = this.order;
    if (isResting && restsFrom === null) this.set({ restsFrom: this.now });
    if (isResting || restsFrom === null) return;
    const restMs = Date.parse(this.now) - Date.parse(restsFrom);
    const later = (at: string | null) => (at === null ? null : after(at, restMs));
    this.set({ restsFrom: null, deadlineAt: later(this.order.deadlineAt) });
    if (this.group !== null && this.group.finishedAt === null) {
      this.setGroup({ deadlineAt: later(this.group.deadlineAt) });
    }
  }
}

/** Whether people are what is waited for. */
function isRest(frame: Frame): boolean {
  const { order } = frame;
  if (isEnded(order) || order.startedAt === null) return false;
  if (!isMoving(order)) return true;
  const running = nodeAt(frame) === null ? [] : runningOf(frame.works);
  return running.length > 0 && running.every(({ phase }) => phase === "awaiting_person");
}
