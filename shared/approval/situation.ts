import type { FormValues } from "#shared/core/condition.ts";
import type { TemplateDocument } from "#shared/template/schema.ts";
import type {
  CopyRecord,
  EventRecord,
  NewEvent,
  TaskRecord,
  TicketRecord,
} from "#shared/ticket/record.ts";
import type { ChainStep, PersonRef } from "#shared/ticket/schema.ts";
import type { AutomateNode } from "./chain.ts";

/** The answer to "who is asked here": people after the node's policies, and why they differ. */
export type Asked = { people: PersonRef[]; note: ChainStep["note"] };

/** Who acts on the ticket, for the timeline. */
export type Mover = {
  person: PersonRef;
  channel: EventRecord["channel"];
  onBehalfOf: PersonRef | null;
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
};

/**
 * A question the engine cannot answer by itself: who is asked at a node (`node:<id>`) or who stands one
 * level above an assignee (`above:<user id>`). The caller finds out and asks the engine again.
 */
export class NeedsPeople extends Error {
  readonly question: string;

  constructor(question: string) {
    super(`needs people: ${question}`);
    this.question = question;
  }
}
