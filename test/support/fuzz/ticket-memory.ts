import type { Asked, Change, Mover, Situation } from "#shared/approval/engine/situation.ts";
import { NeedsPeople } from "#shared/approval/engine/situation.ts";
import type { EventRecord, TaskRecord, TicketRecord } from "#shared/ticket/record.ts";
import type { FormValues } from "#shared/core/condition.ts";
import type { TemplateDocument } from "#shared/template/schema.ts";
import { documentOf, draftTicket } from "#test/support/situation.ts";
import { beginMs, requester, type Case } from "./case.ts";
import { toyCalendar } from "./toy-calendar.ts";

const mostQuestions = 60;
export const calendars = new Map([["toy", toyCalendar]]);

/** A ticket of the engine in memory, with the answers that the organisation gives it. */
export class TicketMemory {
  readonly document: TemplateDocument;
  readonly people: Record<string, string[]>;
  ticket: TicketRecord;
  tasks: TaskRecord[] = [];
  values: FormValues;
  nowMs = beginMs;
  /** What was asked before: asking anew costs an error each time. */
  readonly #answered = new Map<string, Asked>();

  constructor({ chain, people, withdraw, values }: Case) {
    this.document = { ...documentOf(chain), withdraw };
    this.people = { ...people };
    this.ticket = draftTicket(this.now);
    this.values = values;
  }

  get now(): string {
    return new Date(this.nowMs).toISOString();
  }

  situation(by: string, known: ReadonlyMap<string, Asked>): Situation {
    const person = { id: by, name: by };
    const mover: Mover = { person, channel: by === "system" ? "system" : "web", onBehalfOf: null };
    const { document, ticket, tasks, values, now } = this;
    return { document, ticket, tasks, values, now, mover, people: known, calendars };
  }

  /** Lets the engine decide, answering its questions as the product does. Changes nothing. */
  decide<Result>(by: string, step: (situation: Situation) => Result): Result {
    const known = new Map(this.#answered);
    for (let asked = 0; asked < mostQuestions; asked += 1) {
      try {
        return step(this.situation(by, known));
      } catch (error) {
        if (!(error instanceof NeedsPeople) || known.has(error.question)) throw error;
        known.set(error.question, this.#answer(error.question));
      }
    }
    throw new Error("the engine asks without end");
  }

  #answer(question: string): Asked {
    const ids = this.people[question] ?? [];
    const answer = { people: ids.map((id) => ({ id, name: id })), note: null };
    this.#answered.set(question, answer);
    return answer;
  }

  /** Somebody else is responsible from now on. */
  organise(question: string, people: string[]): void {
    this.people[question] = people;
    this.#answered.delete(question);
  }

  apply({ ticket, tasks }: Change): void {
    this.ticket = freeze({ ...ticket, version: this.ticket.version + 1 });
    for (const task of tasks) freeze(task);
    const changed = new Map(tasks.map((task) => [task.seq, task]));
    const kept = this.tasks.map((task) => changed.get(task.seq) ?? task);
    const known = new Set(this.tasks.map(({ seq }) => seq));
    this.tasks = [...kept, ...tasks.filter(({ seq }) => !known.has(seq))];
  }

  /** The same ticket, to try something on. */
  copy(): TicketMemory {
    const other = new TicketMemory({
      chain: this.document.chain,
      people: this.people,
      withdraw: this.document.withdraw,
      values: { amount: 0, other: 0 },
      commands: [],
    });
    const { ticket, tasks, values, nowMs } = this;
    return Object.assign(other, { ticket, tasks, values, nowMs });
  }
}

/** Whoever writes into what was handed to her throws. */
function freeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}

/** A line of the timeline as the model tells it. */
export function lineOf({ type, data }: Pick<EventRecord, "type" | "data">): string {
  return `${type}:${data.step?.en ?? ""}`;
}

export { requester };
