import type { FormValues } from "#shared/core/condition.ts";
import type { Foreseen, TaskRecord, TicketRecord } from "#shared/ticket/record.ts";
import type { ChainStep } from "#shared/ticket/schema.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { Chain } from "./chain.ts";
import type { Asked } from "./engine/situation.ts";
import { needed, slotVoice } from "./engine/tally.ts";
import { isAfter } from "./engine/tree.ts";
import { stepsFor, type StepNode } from "./route.ts";

function modeOf(step: StepNode): ChainStep["mode"] {
  return step.kind === "approve" || step.kind === "confirm" ? step.mode : null;
}

/** How a stage by votes stands: the last time it asked. `of` is known before anybody was asked, too. */
function votesOf(step: StepNode, tasks: TaskRecord[], foreseen: number): Pick<ChainStep, "votes"> {
  if (!(step.kind === "approve" || step.kind === "confirm") || step.mode !== "votes") return {};
  const last = Math.max(...tasks.map(({ visit }) => visit));
  const slots = [...Map.groupBy(tasks, ({ slot }) => slot).values()]
    .map((slot) => slot.filter(({ visit }) => visit === last))
    .filter((slot) =>
      slot.some(({ voidReason }) => voidReason === null || voidReason === "sibling_decided"),
    );
  const of = tasks.length === 0 ? foreseen : slots.length;
  const given = slots.filter((slot) => slotVoice(slot) === "yes").length;
  return of === 0 ? {} : { votes: { needed: needed(step, of), of, given } };
}

function asksNobody({ kind }: StepNode): boolean {
  return kind === "automate" || kind === "wait";
}

/** The chain as it lies ahead of a form: who would be asked at each step. */
export function stepsAhead(
  chain: Chain,
  values: FormValues,
  asked: ReadonlyMap<string, Asked>,
): ChainStep[] {
  return stepsFor(chain, values).map(({ node, lanes }) => {
    const { people, note, choice } = asked.get(`node:${node.id}`) ?? { people: [], note: null };
    const isEmpty = !asksNobody(node) && people.length === 0 && choice === undefined;
    return {
      nodeId: node.id,
      kind: node.kind,
      name: node.name,
      mode: modeOf(node),
      people,
      state: isEmpty ? "skipped" : "ahead",
      note,
      lanes,
      ...votesOf(node, [], people.length),
      ...(choice === undefined ? {} : { choice }),
    };
  });
}

function askedIn(tasks: TaskRecord[], queue: PersonRef[]): PersonRef[] {
  const handedOn = new Set(["transferred", "removed"]);
  const people = tasks
    .filter(({ voidReason }) => voidReason === null || !handedOn.has(voidReason))
    .flatMap(({ assignee }) => (assignee === null ? [] : [assignee]));
  return [...new Map([...people, ...queue].map((person) => [person.id, person])).values()];
}

/** Tasks that say where the chain stands: in approval those that count, else those of the last round. */
function countingTasks(ticket: TicketRecord, tasks: TaskRecord[]): TaskRecord[] {
  const { state, round, standsFrom, undone } = ticket;
  const stands = ({ visit }: TaskRecord) => visit >= standsFrom && !undone.includes(visit);
  if (state === "in_approval") return tasks.filter(stands);
  return tasks.filter((task) => task.round === round || stands(task));
}

/** The chain as it stands: steps behind, the running ones, and those foreseen at submit. */
export function stepsNow(
  ticket: TicketRecord,
  tasks: TaskRecord[],
  chain: Chain,
  values: FormValues,
  foreseen: Foreseen[],
): ChainStep[] {
  const counting = countingTasks(ticket, tasks);
  const visited = new Set(counting.map(({ nodeId }) => nodeId));
  const live = ticket.places.map(({ nodeId }) => nodeId);
  const isOver = ticket.state === "completed" && ticket.outcome === "approved";
  const reached = [...live, ...visited];
  return stepsFor(chain, values, visited).map(({ node, lanes }) => {
    const own = counting.filter(({ nodeId }) => nodeId === node.id);
    const planned = foreseen.find(({ nodeId }) => nodeId === node.id);
    const place = ticket.places.find(({ nodeId }) => nodeId === node.id);
    const isPassed = isOver || reached.some((id) => isAfter(chain, id, node.id));
    const hasRun = own.length > 0 || (node.kind === "cc" && isPassed);
    const idle = isPassed || planned?.state === "skipped" ? "skipped" : "ahead";
    const state = place !== undefined ? "current" : hasRun ? "done" : idle;
    const people = own.length > 0 ? askedIn(own, place?.queue ?? []) : (planned?.people ?? []);
    const { id: nodeId, kind, name } = node;
    return {
      nodeId,
      kind,
      name,
      mode: modeOf(node),
      people,
      state,
      note: planned?.note ?? null,
      lanes,
      ...votesOf(node, own, people.length),
    };
  });
}
