import type { FormValues } from "#shared/core/condition.ts";
import type { TaskRecord, TicketRecord } from "#shared/ticket/record.ts";
import type { ChainStep, PersonRef } from "#shared/ticket/schema.ts";
import type { Chain } from "./chain.ts";
import { stepsFor, type StepNode } from "./route.ts";
import type { Asked } from "./situation.ts";

function modeOf(step: StepNode): ChainStep["mode"] {
  return step.kind === "approve" || step.kind === "confirm" ? step.mode : null;
}

/** The chain as it lies ahead of a form: who would be asked at each step. */
export function stepsAhead(
  chain: Chain,
  values: FormValues,
  asked: ReadonlyMap<string, Asked>,
): ChainStep[] {
  return stepsFor(chain, values).map((step) => {
    const { people, note } = asked.get(`node:${step.id}`) ?? { people: [], note: null };
    const isEmpty = step.kind !== "automate" && people.length === 0;
    return {
      nodeId: step.id,
      kind: step.kind,
      name: step.name,
      mode: modeOf(step),
      people,
      state: isEmpty ? "skipped" : "ahead",
      note,
    };
  });
}

function askedIn(tasks: TaskRecord[], queue: PersonRef[]): PersonRef[] {
  const people = tasks.flatMap((task) => (task.assignee === null ? [] : [task.assignee]));
  return [...new Map([...people, ...queue].map((person) => [person.id, person])).values()];
}

/** The chain as it stands: steps behind, the running one, and those foreseen at submit. */
export function stepsNow(
  ticket: TicketRecord,
  tasks: TaskRecord[],
  chain: Chain,
  values: FormValues,
  foreseen: ChainStep[],
): ChainStep[] {
  const steps = stepsFor(chain, values);
  const current = steps.findIndex((step) => step.id === ticket.position);
  const reached =
    ticket.state === "completed" && ticket.outcome === "approved" ? steps.length : current;
  return steps.map((step, index) => {
    const own = tasks.filter((task) => task.nodeId === step.id && task.round === ticket.round);
    const planned = foreseen.find((one) => one.nodeId === step.id);
    const isCurrent = index === current;
    const queue = isCurrent ? ticket.queue : [];
    const people = own.length > 0 ? askedIn(own, queue) : (planned?.people ?? []);
    const isBehind = index < reached || own.length > 0;
    const wasSkipped = isBehind && own.length === 0 && step.kind !== "cc";
    const state = isCurrent ? "current" : wasSkipped ? "skipped" : isBehind ? "done" : "ahead";
    return {
      nodeId: step.id,
      kind: step.kind,
      name: step.name,
      mode: modeOf(step),
      people,
      state: state === "ahead" && planned?.state === "skipped" ? "skipped" : state,
      note: planned?.note ?? null,
    };
  });
}
