import type { AutomateNode, ChainNode, CcNode } from "#shared/approval/chain.ts";
import type {
  EventRecord,
  Place,
  Recipient,
  Stop,
  TaskCardHeader,
  TaskRecord,
  TicketRecord,
} from "#shared/ticket/record.ts";
import { isLive } from "#shared/ticket/record.ts";
import type { EventType, TimelineEntry } from "#shared/ticket/timeline.ts";
import type { PersonRef, VoidReason } from "#shared/ticket/state.ts";
import { clocksAfter, wakeAtOf, waitingOf } from "./clock.ts";
import { NeedsPeople, type Asked, type Change, type Mover, type Situation } from "./situation.ts";
import { standing } from "./stands.ts";
import { nodeOf } from "./tree.ts";

type EventPart = { data?: TimelineEntry["data"]; notify?: Recipient[]; mover?: Mover };
type NewTask = Pick<TaskRecord, "kind" | "nodeId" | "name" | "mode" | "visit" | "assignee">;

/** A node that waits: it has a place and tasks. */
export type WaitingNode = Exclude<ChainNode, CcNode | { kind: "branch" } | { kind: "parallel" }>;

/** The platform itself, when time or the engine moves a ticket. */
export const platform: Mover = {
  person: { id: "system", name: "Countersign" },
  channel: "system",
  onBehalfOf: null,
};

/** Collects what one command changes. Lives only inside the engine: outside, situations go in, changes come out. */
export class Transition {
  readonly situation: Situation;
  ticket: TicketRecord;
  /** Stops that this command is about to enter again. */
  readonly ahead: Stop[] = [];
  readonly #tasks: Map<number, TaskRecord>;
  readonly #changed = new Set<number>();
  readonly #copies = new Map<string, Change["copies"][number]>();
  readonly #events: Change["events"] = [];
  readonly #automations: Change["automations"] = [];
  readonly #stopped: TaskRecord[] = [];

  constructor(situation: Situation) {
    this.situation = situation;
    this.ticket = { ...situation.ticket };
    this.#tasks = new Map(situation.tasks.map((task) => [task.seq, task]));
  }

  all(): TaskRecord[] {
    return [...this.#tasks.values()];
  }

  task(seq: number): TaskRecord | undefined {
    return this.#tasks.get(seq);
  }

  /** Tasks of one visit of a node, oldest first. */
  of({ visit }: { visit: number }): TaskRecord[] {
    return this.all().filter((task) => task.visit === visit);
  }

  live(): TaskRecord[] {
    return this.all().filter(isLive);
  }

  /** The place that a live task belongs to. */
  placeOf({ visit }: Pick<TaskRecord, "visit">): Place {
    const place = this.ticket.places.find((one) => one.visit === visit);
    if (place === undefined) throw new Error(`visit ${visit} is live but has no place`);
    return place;
  }

  node(id: string): WaitingNode {
    const node = nodeOf(this.situation.document.chain, id);
    if (node === undefined) throw new Error(`the chain has no node ${id}`);
    if (node.kind === "cc" || node.kind === "branch" || node.kind === "parallel") {
      throw new Error(`nothing waits at ${id}`);
    }
    return node;
  }

  /** What is asked about which answers count. */
  told(): Parameters<typeof standing>[0] {
    return { ticket: this.ticket, tasks: this.all(), chain: this.situation.document.chain };
  }

  /** Every yes that counts. */
  standing(): TaskRecord[] {
    return standing(this.told());
  }

  change(task: TaskRecord): void {
    this.#tasks.set(task.seq, task);
    this.#changed.add(task.seq);
  }

  /** Nobody is asked any more; an automation among them is stopped. */
  void(tasks: TaskRecord[], voidReason: VoidReason): void {
    for (const task of tasks.filter(isLive)) {
      const decidedAt = this.situation.now;
      this.change({ ...task, state: "void", voidReason, heldFor: [], decidedAt });
      if (task.kind === "automate") this.#stopped.push(task);
    }
  }

  /** A new task; by default a slot of its own. */
  open(task: NewTask & Partial<TaskRecord>): TaskRecord {
    const seq = this.ticket.taskSeq + 1;
    this.ticket.taskSeq = seq;
    const opened: TaskRecord = {
      ticketId: this.ticket.ticketId,
      seq,
      round: this.ticket.round,
      slot: seq,
      part: seq,
      heldFor: [],
      addedBy: null,
      state: "pending",
      voidReason: null,
      actedBy: null,
      delegationId: null,
      comment: null,
      createdAt: this.situation.now,
      decidedAt: null,
      remindAt: null,
      dueAt: null,
      escalations: 0,
      card: this.card(),
      ...task,
    };
    this.change(opened);
    return opened;
  }

  enter(place: Omit<Place, "visit">): Place {
    const visit = this.ticket.visits + 1;
    const entered = { ...place, visit };
    this.ticket = { ...this.ticket, visits: visit, places: [...this.ticket.places, entered] };
    return entered;
  }

  /** Puts a changed place in the place of the one with its visit. */
  keep(place: Place): void {
    const places = this.ticket.places.map((one) => (one.visit === place.visit ? place : one));
    this.ticket = { ...this.ticket, places };
  }

  leave(place: Place): void {
    const places = this.ticket.places.filter(({ visit }) => visit !== place.visit);
    this.ticket = { ...this.ticket, places };
  }

  automate(node: AutomateNode, task: TaskRecord): void {
    this.#automations.push({ node, task });
  }

  copyTo(people: PersonRef[]): void {
    const { ticketId } = this.ticket;
    for (const { id: userId } of people) {
      this.#copies.set(userId, { ticketId, userId, at: this.situation.now, card: this.card() });
    }
  }

  event(type: EventType, part: EventPart = {}): void {
    const { person, channel, onBehalfOf } = part.mover ?? this.situation.mover;
    this.#events.push({
      ticketId: this.ticket.ticketId,
      type,
      at: this.situation.now,
      actor: person,
      channel,
      onBehalfOf,
      data: part.data ?? {},
      notify: part.notify ?? [],
      ticket: this.#label(),
    });
  }

  /** Who is asked; throws the question when the caller has not answered it yet. */
  ask(question: string): Asked {
    const asked = this.situation.people.get(question);
    if (asked === undefined) throw new NeedsPeople(question);
    return asked;
  }

  /** `knock` is false when the ticket's own machine makes the change: it looks again anyway. */
  finish({ knock } = { knock: true }): Change {
    const tasks = this.all();
    const { now, ticket: before, document } = this.situation;
    const rests = this.ticket.state !== "in_approval" || this.ticket.blocked !== null;
    const wakeAt = rests ? null : wakeAtOf(tasks);
    const isKnock = knock && wakeAt !== before.wakeAt;
    const ticket = { ...this.ticket, wakeAt, phase: this.#phase(), updatedAt: now };
    this.ticket = {
      ...ticket,
      knocks: ticket.knocks + (isKnock ? 1 : 0),
      waiting: waitingOf(ticket, tasks, document.chain),
      clocks: clocksAfter(before.clocks, ticket, tasks, now),
    };
    return {
      ticket: this.ticket,
      tasks: tasks.filter((task) => this.#changed.has(task.seq)),
      copies: [...this.#copies.values()],
      events: this.#events,
      automations: this.#automations,
      stopped: this.#stopped,
    };
  }

  card(): TaskCardHeader {
    const { number, title, templateId, templateName, requester, department, summary } = this.ticket;
    const submittedAt = this.ticket.submittedAt ?? this.situation.now;
    const header = { title, templateId, templateName, requester, department, summary, submittedAt };
    return { number: number ?? "", ...header };
  }

  #phase(): TicketRecord["phase"] {
    if (this.ticket.state !== "in_approval") return null;
    const kinds = new Set(this.live().map((task) => task.kind));
    if (kinds.has("approve")) return "approving";
    return kinds.has("automate") || kinds.has("wait") ? "executing" : "confirming";
  }

  #label(): EventRecord["ticket"] {
    const { number, title, templateName } = this.ticket;
    return { number: number ?? "", title, templateName };
  }
}
