import { after } from "#shared/core/clock.ts";
import type { Channel } from "#shared/core/ctx.ts";
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
import { isMoving, runningOf, type Frame } from "./frame.ts";
import { nextInstant } from "./next.ts";

/** Who moves an order. */
export type Mover = { person: PersonRef; channel: Channel };
export const platform: Mover = {
  person: { id: "system", name: "Countersign" },
  channel: "system",
};

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

/** An upper bound of the events in a machine's history between two commits. */
const eventsPerCommit = 14;

/** Collects what one command changes. Lives only inside the engine: frames go in, changes come out. */
export class Move {
  readonly now: string;
  readonly mover: Mover;
  order: OrderRecord;
  node: NodeRecord | null;
  group: NodeRecord | null;
  works: Work[];
  readonly #before: Frame;
  readonly #nodes = new Map<number, NodeRecord>();
  readonly #works = new Set<number>();
  readonly #events: NewOrderEvent[] = [];

  constructor(frame: Frame, now: string, mover: Mover = platform) {
    this.#before = frame;
    this.now = now;
    this.mover = mover;
    this.order = frame.order;
    this.node = frame.node;
    this.group = frame.group;
    this.works = frame.works;
  }

  /** The node whose turn it is. */
  current(): NodeRecord {
    if (this.node === null) throw new Error(`order ${this.order.orderId} has no node left`);
    return this.node;
  }

  set(order: Partial<OrderRecord>): void {
    this.order = { ...this.order, ...order };
  }

  setNode(part: Partial<NodeRecord>): void {
    this.node = { ...this.current(), ...part };
    this.#nodes.set(this.node.seq, this.node);
  }

  setGroup(part: Partial<NodeRecord>): void {
    if (this.group === null) return;
    this.group = { ...this.group, ...part };
    this.#nodes.set(this.group.seq, this.group);
  }

  /** Another node of the order. */
  put(node: NodeRecord): void {
    this.#nodes.set(node.seq, node);
    if (node.seq === this.node?.seq) this.node = node;
    if (node.seq === this.group?.seq) this.group = node;
  }

  setWork(index: number, part: Partial<Work>): void {
    this.works = this.works.map((work) => (work.index === index ? { ...work, ...part } : work));
    this.#works.add(index);
  }

  tell(type: OrderEventType, data: OrderEventData = {}, tell: Tell | null = null): void {
    const { orderId } = this.order;
    const { person: actor, channel } = this.mover;
    this.#events.push({ orderId, type, at: this.now, actor, channel, seq: null, data, tell });
  }

  /** An event of the current node. */
  tellNode(type: OrderEventType, data: OrderEventData = {}, tell: Tell | null = null): void {
    const { seq, name: step, label } = this.current();
    this.tell(type, { step, label, ...data }, tell);
    const event = this.#events.at(-1);
    if (event !== undefined) event.seq = seq;
  }

  finish(): Change {
    this.#clock();
    const { order, node, group, works } = this;
    const frame = { order: { ...order, updatedAt: this.now }, node, group, works };
    frame.order.machineEvents = order.machineEvents + eventsPerCommit;
    frame.order.wakeAt = nextInstant(frame, this.now);
    return {
      frame,
      nodes: [...this.#nodes.values()],
      works: works.filter(({ index }) => this.#works.has(index)),
      events: this.#events,
    };
  }

  /** Deadlines of the order and of its group stand still while people are waited for. */
  #clock(): void {
    const isResting = isRest({ ...this.#before, ...this, order: this.order });
    const { restsFrom } = this.order;
    if (isResting && restsFrom === null) this.set({ restsFrom: this.now });
    if (isResting || restsFrom === null) return;
    const restMs = Date.parse(this.now) - Date.parse(restsFrom);
    const later = (at: string | null) => (at === null ? null : after(at, restMs));
    this.set({ restsFrom: null, deadlineAt: later(this.order.deadlineAt) });
    if (this.group !== null) this.setGroup({ deadlineAt: later(this.group.deadlineAt) });
  }
}

/** Whether people are what is waited for. */
function isRest({ order, works }: Frame): boolean {
  if (!isMoving(order)) return order.startedAt !== null;
  const running = runningOf(works);
  return running.length > 0 && running.every(({ phase }) => phase === "awaiting_person");
}
