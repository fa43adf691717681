import type { FormValues } from "#shared/core/condition.ts";
import type { TemplateDocument } from "#shared/template/schema.ts";
import type {
  CopyRecord,
  EventRecord,
  NewEvent,
  TaskRecord,
  TicketRecord,
} from "#shared/ticket/record.ts";
import type { ChainStep } from "#shared/ticket/schema.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { AutomateNode } from "#shared/approval/chain.ts";

/** The answer to "who is asked here": people after the node's policies, and why they differ. */
export type Asked = {
  people: PersonRef[];
  note: ChainStep["note"];
  /** Among whom the requester may pick, for a preview. */
  choice?: ChainStep["choice"];
};

/** Who acts on the ticket, for the timeline. */
export type Mover = {
  person: PersonRef;
  channel: EventRecord["channel"];
  onBehalfOf: PersonRef | null;
};

/** A working-time calendar as the engine needs it. `after`: the instant at which `minutes` of it have passed. */
export type WorkTime = {
  after: (instant: string, minutes: number) => string;
  /** Minutes of working time from one instant to another. */
  between: (from: string, to: string) => number;
  /** The instant itself inside hours, otherwise the next opening. */
  nextWorking: (instant: string) => string;
};

/** Everything a decision depends on. The engine reads nothing else. */
export type Situation = {
  document: TemplateDocument;
  ticket: TicketRecord;
  values: FormValues;
  tasks: TaskRecord[];
  now: string;
  mover: Mover;
  /** Answers found so far, by question (see `NeedsPeople`). */
  people: ReadonlyMap<string, Asked>;
  /** The calendars that the template names, by code. */
  calendars: ReadonlyMap<string, WorkTime>;
};

/** What a command changes; the verb writes all of it in one commit. */
export type Change = {
  ticket: TicketRecord;
  /** New and changed tasks. */
  tasks: TaskRecord[];
  copies: CopyRecord[];
  events: NewEvent[];
  /** Automation tasks that begin, with the node that says what to run. */
  automations: { task: TaskRecord; node: AutomateNode }[];
  /** Automation tasks that were live and are not any more: their orders are cancelled with them. */
  stopped: TaskRecord[];
};

/**
 * A question the engine cannot answer by itself: who is asked at a node (`node:<id>`), to whom its time-out
 * passes it (`timeout:<id>`), or who stands one level above somebody (`above:<user id>`). The caller finds out
 * and asks the engine again.
 */
export class NeedsPeople extends Error {
  readonly question: string;

  constructor(question: string) {
    super(`needs people: ${question}`);
    this.question = question;
  }
}
