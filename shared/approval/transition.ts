import type {
  CopyRecord,
  EventRecord,
  Recipient,
  TaskCardHeader,
  TaskRecord,
  TicketRecord,
} from "#shared/ticket/record.ts";
import type { EventType, PersonRef, TimelineEntry, VoidReason } from "#shared/ticket/schema.ts";
import { allNodes, type AskNode, type AutomateNode } from "./chain.ts";
import { clocksAfter, waitingOf, wakeAtOf } from "./clock.ts";
import { NeedsPeople, type Asked, type Change, type Mover, type Situation } from "./situation.ts";

type EventPart = { data?: TimelineEntry["data"]; notify?: Recipient[]; mover?: Mover };

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
  readonly #tasks: Map<number, TaskRecord>;
  readonly #changed = new Set<number>();
  readonly #copies: CopyRecord[] = [];
  readonly #events: Change["events"] = [];
  readonly #automations: Change["automations"] = [];

  constructor(situation: Situation) {
    this.situation = situation;
    this.ticket = { ...situation.ticket };
    this.#tasks = new Map(situation.tasks.map((task) => [task.seq, task]));
  }

  /** Tasks of the running step, oldest first. */
  stage(): TaskRecord[] {
    const { round, position } = this.ticket;
    return [...this.#tasks.values()].filter(
      (task) => task.round === round && task.nodeId === position,
    );
  }

  pending(): TaskRecord[] {
    return this.stage().filter((task) => task.state === "pending");
  }

  all(): TaskRecord[] {
    return [...this.#tasks.values()];
  }

  task(seq: number): TaskRecord | undefined {
    return this.#tasks.get(seq);
  }

  change(task: TaskRecord): void {
    this.#tasks.set(task.seq, task);
    this.#changed.add(task.seq);
  }

  void(tasks: TaskRecord[], reason: VoidReason): void {
    for (const task of tasks) {
      this.change({ ...task, state: "void", voidReason: reason, decidedAt: this.situation.now });
    }
  }

  open(
    task: Pick<TaskRecord, "kind" | "nodeId" | "name" | "mode" | "assignee"> & Partial<TaskRecord>,
  ): TaskRecord {
    const seq = this.ticket.taskSeq + 1;
    this.ticket.taskSeq = seq;
    const opened: TaskRecord = {
      ticketId: this.ticket.ticketId,
      seq,
      round: this.ticket.round,
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

  automate(node: AutomateNode, task: TaskRecord): void {
    this.#automations.push({ node, task });
  }

  copyTo(people: PersonRef[]): void {
    for (const person of people) {
      this.#copies.push({
        ticketId: this.ticket.ticketId,
        userId: person.id,
        at: this.situation.now,
        card: this.card(),
      });
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

  node(): AskNode | undefined {
    const found = allNodes(this.situation.document.chain).find(
      (node) => node.id === this.ticket.position,
    );
    return found?.kind === "approve" || found?.kind === "confirm" ? found : undefined;
  }

  /** `knock` is false when the ticket's own machine makes the change: it looks again anyway. */
  finish({ knock } = { knock: true }): Change {
    const tasks = this.all();
    const { now } = this.situation;
    const wakeAt = this.ticket.state === "in_approval" ? wakeAtOf(tasks) : null;
    const isKnock = knock && wakeAt !== this.situation.ticket.wakeAt;
    this.ticket = {
      ...this.ticket,
      wakeAt,
      knocks: this.ticket.knocks + (isKnock ? 1 : 0),
      waiting: waitingOf(this.ticket, tasks, this.node()),
      clocks: clocksAfter(this.situation.ticket.clocks, this.ticket, tasks, now),
      updatedAt: now,
    };
    return {
      ticket: this.ticket,
      tasks: tasks.filter((task) => this.#changed.has(task.seq)),
      copies: this.#copies,
      events: this.#events,
      automations: this.#automations,
    };
  }

  card(): TaskCardHeader {
    const { number, title, templateId, templateName, requester, department, summary } = this.ticket;
    const submittedAt = this.ticket.submittedAt ?? this.situation.now;
    return {
      number: number ?? "",
      title,
      templateId,
      templateName,
      requester,
      department,
      summary,
      submittedAt,
    };
  }

  #label(): EventRecord["ticket"] {
    const { number, title, templateName } = this.ticket;
    return { number: number ?? "", title, templateName };
  }
}
