import type { AskNode } from "#shared/approval/chain.ts";
import type { Change } from "#shared/approval/engine/situation.ts";
import { nodeOf } from "#shared/approval/engine/tree.ts";
import { isLive, type TaskRecord } from "#shared/ticket/record.ts";
import { requester, type TicketMemory } from "./ticket-memory.ts";

/** What holds of every ticket after every command, whatever the model says. Each broken law is a sentence. */

const decided = new Set(["approved", "returned", "vetoed", "confirmed", "done"]);

type Step = { before: TicketMemory; after: TicketMemory; change: Change };

function livesAndPlaces({ ticket, tasks }: TicketMemory): string[] {
  const live = tasks.filter(isLive);
  const broken: string[] = [];
  if (live.length > 0 !== (ticket.state === "in_approval")) {
    broken.push(`${live.length} live tasks while ${ticket.state}`);
  }
  if ((ticket.outcome !== null) !== (ticket.state === "completed"))
    broken.push("outcome and state");
  const places = new Set(ticket.places.map(({ visit }) => visit));
  const visits = new Set(live.map(({ visit }) => visit));
  if (places.size < ticket.places.length) broken.push("two places of one visit");
  if ([...visits].some((visit) => !places.has(visit))) broken.push("a live task without a place");
  if ([...places].some((visit) => !visits.has(visit))) broken.push("a place without a live task");
  const nodes = ticket.places.map(({ nodeId }) => nodeId);
  if (new Set(nodes).size < nodes.length) broken.push("two places at one step");
  return broken;
}

function askedTwice({ tasks }: TicketMemory): string[] {
  const live = tasks.filter(({ state, assignee }) => state === "pending" && assignee !== null);
  const keys = live.map(({ nodeId, assignee }) => `${nodeId} ${assignee?.id}`);
  return keys
    .filter((key, index) => keys.indexOf(key) !== index)
    .map((key) => `asked twice: ${key}`);
}

function clocks({ ticket, tasks }: TicketMemory): string[] {
  const pending = tasks.filter(({ state }) => state === "pending");
  const instants = pending.flatMap(({ remindAt, dueAt }) => [remindAt, dueAt]);
  const [first = null] = instants.filter((at) => at !== null).toSorted();
  const rests = ticket.state !== "in_approval" || ticket.blocked !== null;
  const wanted = rests ? null : first;
  const broken = ticket.wakeAt === wanted ? [] : [`wakes at ${ticket.wakeAt}, not ${wanted}`];
  const held = pending.some(({ heldFor, dueAt }) => heldFor.length > 0 && dueAt !== null);
  return held ? [...broken, "a clock runs for somebody who is held"] : broken;
}

function final({ before, after }: Step): string[] {
  const now = new Map(after.tasks.map((task) => [task.seq, task]));
  const isOver = ({ state }: TaskRecord) => decided.has(state) || state === "void";
  return before.tasks
    .filter(isOver)
    .filter((task) => now.get(task.seq) !== task && !isSame(now.get(task.seq), task))
    .map(({ seq }) => `task ${seq} was changed after it was over`);
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function ownDecisions({ tasks }: TicketMemory): string[] {
  return tasks
    .filter(({ kind, actedBy, state }) => {
      return kind === "approve" && decided.has(state) && actedBy?.id === requester;
    })
    .map(({ seq }) => `task ${seq}: own request`);
}

function growth({ before, after, change }: Step): string[] {
  const { ticket: a } = before;
  const { ticket: b } = after;
  const broken: string[] = [];
  const opened = after.tasks.length - before.tasks.length;
  if (b.taskSeq !== a.taskSeq + opened) broken.push("task numbers");
  if (b.visits < a.visits) broken.push("visits went back");
  if (after.tasks.some(({ visit }) => visit > b.visits)) broken.push("a visit that was not made");
  if (change.events.length === 0) broken.push("a change without an event");
  const records = 1 + change.tasks.length + change.copies.length + change.events.length;
  // A run and its first node are two rows each; the retry key and the form are two more.
  const writes = records + 2 * (change.automations.length + change.stopped.length) + 2;
  if (writes > 100) broken.push(`${writes} writes`);
  return broken;
}

/** A step in mode `all` that people have passed was passed by everybody whose voice is left. */
function allMeansAll({ after, before, change }: Step): string[] {
  const open = new Set(after.ticket.places.map(({ visit }) => visit));
  const left = before.ticket.places.filter(({ visit }) => !open.has(visit));
  return left.flatMap(({ visit, nodeId, queue }) => {
    const node = nodeOf(after.document.chain, nodeId) as AskNode | undefined;
    const tasks = after.tasks.filter((task) => task.visit === visit);
    const wasPassed = change.tasks.some(
      (task) => task.visit === visit && task.voidReason !== "returned" && decidedNow(task, after),
    );
    const isAll = node?.mode === "all" || node?.mode === "sequence";
    const endedOtherwise = tasks.some(({ voidReason }) => endings.has(voidReason ?? ""));
    if (!isAll || !wasPassed || endedOtherwise || tasks.some(saysNo)) return [];
    const isUnheard = tasks.some(({ voidReason }) => voidReason === "sibling_decided");
    const slots = Map.groupBy(tasks, ({ slot }) => slot);
    const silent = [...slots.values()].filter((slot) => !slot.some(saysYes));
    // Whose time ran out, and in whose place somebody answers who was asked anyway, has no voice left.
    const lost = silent.filter(
      (slot) => !slot.some(({ voidReason }) => voidReason === "timed_out"),
    );
    if (queue.length > 0) return [`${nodeId} passed before its queue was asked`];
    return lost.length > 0 && isUnheard ? [`${nodeId} passed without everybody`] : [];
  });
}

const endings = new Set(["returned", "changed", "closed", "withdrawn", "vetoed"]);
const saysYes = ({ state }: TaskRecord) => state === "approved" || state === "confirmed";
const saysNo = ({ state }: TaskRecord) => state === "vetoed" || state === "returned";
const decidedNow = (task: TaskRecord, { now }: TicketMemory) =>
  saysYes(task) && task.decidedAt === now;

export function brokenLaws(step: Step): string[] {
  const { after } = step;
  return [
    ...livesAndPlaces(after),
    ...askedTwice(after),
    ...clocks(after),
    ...final(step),
    ...ownDecisions(after),
    ...growth(step),
    ...allMeansAll(step),
  ];
}
