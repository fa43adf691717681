import type { ChainNode } from "#shared/approval/chain.ts";
import type { Asked, Change, Situation } from "#shared/approval/engine/situation.ts";
import type { TemplateDocument } from "#shared/template/schema.ts";
import type { TaskRecord, TicketRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

export const alice: PersonRef = { id: "alice", name: "Alice" };
const both = (en: string) => ({ en, "zh-CN": en });

/** A template around a chain; the form has one field that conditions may read. */
export function documentOf(chain: ChainNode[]): TemplateDocument {
  return {
    name: both("Request"),
    category: "business",
    icon: "file",
    numberPrefix: "T",
    withdraw: "any-time",
    form: { summary: [], fields: [{ type: "number", name: "amount", label: both("Amount") }] },
    chain,
  };
}

export function draftTicket(now: string): TicketRecord {
  return {
    ticketId: "tkt_00000000000000000000000001",
    version: 1,
    number: "T-2026-000001",
    title: "A request",
    templateId: "tpl_1",
    templateVersion: 1,
    templateName: both("Request"),
    requester: alice,
    department: null,
    state: "draft",
    outcome: null,
    phase: null,
    round: 1,
    taskSeq: 0,
    places: [],
    visits: 0,
    standsFrom: 1,
    undone: [],
    resume: [],
    blocked: null,
    waiting: null,
    wakeAt: null,
    knocks: 0,
    clocks: {
      requesterMs: 0,
      approverMs: 0,
      executingMs: 0,
      blockedMs: 0,
      running: "none",
      since: now,
    },
    summary: [],
    returns: 0,
    createdAt: now,
    submittedAt: null,
    updatedAt: now,
    completedAt: null,
    lastUrgedAt: null,
    rating: null,
  };
}

/** A ticket in memory: applies engine changes as the table would. */
export class History {
  document: TemplateDocument;
  people: ReadonlyMap<string, Asked>;
  calendars: Situation["calendars"] = new Map();
  values: Situation["values"] = { amount: 100 };
  ticket: TicketRecord;
  tasks = new Map<number, TaskRecord>();
  events: Change["events"] = [];
  now = Date.parse("2026-03-02T08:00:00.000Z");

  constructor(chain: ChainNode[], people: Record<string, string[]>) {
    this.document = documentOf(chain);
    this.ticket = draftTicket(new Date(this.now).toISOString());
    const asked = Object.entries(people).map(([question, ids]): [string, Asked] => [
      question,
      { people: ids.map((id) => ({ id, name: id })), note: null },
    ]);
    this.people = new Map(asked);
  }

  situation(actor: string): Situation {
    return {
      document: this.document,
      ticket: this.ticket,
      values: this.values,
      tasks: [...this.tasks.values()],
      now: new Date(this.now).toISOString(),
      mover: { person: { id: actor, name: actor }, channel: "web", onBehalfOf: null },
      people: this.people,
      calendars: this.calendars,
    };
  }

  apply(change: Change | null): void {
    if (change === null) return;
    this.ticket = { ...change.ticket, version: this.ticket.version + 1 };
    for (const task of change.tasks) this.tasks.set(task.seq, task);
    this.events.push(...change.events);
  }

  all(): TaskRecord[] {
    return [...this.tasks.values()];
  }

  pending(): TaskRecord[] {
    return this.all().filter((task) => task.state === "pending");
  }
}
