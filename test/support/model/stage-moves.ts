import type { ErrorCode } from "#shared/core/error.ts";
import { goOn, noClock, startClock } from "./clock.ts";
import type { Leaf } from "./process.ts";
import type { Running } from "./running.ts";
import {
  asked,
  asksOf,
  findAsked,
  verdictOf,
  wordOf,
  wordOfVoice,
  type Ask,
  type Stage,
} from "./stage.ts";

/** What happens among the people of one step. */

/** After somebody spoke, came or went: who is silenced, who is asked now, and whether the step is over. */
export function settle(ticket: Running, leaf: Leaf, stage: Stage): void {
  silence(stage);
  release(ticket, stage);
  const verdict = verdictOf(stage);
  if (verdict === "refused") return ticket.end("vetoed");
  if (verdict === "passed") {
    ticket.dismiss(stage);
    leaf.now = { is: "passed" };
    return ticket.run();
  }
  const [next, ...queue] = stage.queue;
  if (asked(stage).length > 0 || next === undefined) return;
  stage.queue = queue;
  ticket.askFirst(stage, [next]);
}

/** Whoever could only repeat what has been said is let go. */
function silence(stage: Stage): void {
  for (const voice of stage.voices) {
    for (const part of voice.parts) {
      const isSaid = wordOf(part) !== "open" || wordOfVoice(voice) === "no";
      if (!isSaid) continue;
      for (const ask of part.asks) if (ask.state === "asked") ask.state = "gone";
    }
  }
}

function release(ticket: Running, stage: Stage): void {
  for (const ask of asked(stage).filter(({ waitsFor }) => waitsFor.length > 0)) {
    ask.waitsFor = ask.waitsFor.filter((part) => wordOf(part) === "open");
    if (ask.waitsFor.length > 0) continue;
    const { calendars } = ticket.world;
    ask.clock = startClock(stage.node.timeLimit, ticket.now, calendars, ticket.blocked !== null);
    ticket.tell("task.released", stage.node.id);
  }
}

/** Why these people cannot come to this step. */
function unfit(ticket: Running, stage: Stage, people: string[]): ErrorCode[] {
  const here = asksOf(stage).filter(({ state }) => state !== "gone");
  const known = [...here.map(({ person }) => person), ...stage.queue];
  const isOwn = stage.node.kind === "approve" && people.includes(ticket.world.requester);
  const isTwice = people.some((id, index) => known.includes(id) || people.indexOf(id) !== index);
  return [
    ...(isOwn ? ["OWN_REQUEST" as const] : []),
    ...(isTwice ? ["ALREADY_ASKED" as const] : []),
  ];
}

type Addition = { people: string[]; place: "before" | "after" | "parallel"; by: string };

/** Others come to share a voice. */
export function join(
  ticket: Running,
  stage: Stage,
  person: string,
  { people, place, by }: Addition,
): ErrorCode[] | null {
  const { node } = stage;
  const { voice, ask } = findAsked(stage, person);
  const refusal = unfit(ticket, stage, people);
  if (!node.mayAdd || ask.waitsFor.length > 0) refusal.push("WRONG_STATE");
  const isOwn = place === "after" && node.kind === "approve" && by === ticket.world.requester;
  if (isOwn) refusal.push("OWN_REQUEST");
  if (refusal.length > 0) return refusal;
  const parts = people.map((one) => ({ asks: [ticket.newAsk(stage, one, by)] }));
  voice.parts.push(...parts);
  ticket.tell("task.added", node.id);
  if (place === "before") {
    ask.waitsFor = parts;
    ask.clock = { ...noClock, restsFrom: ask.clock.restsFrom };
  }
  if (place === "after") {
    ask.state = "yes";
    const isApproval = node.kind === "approve";
    ticket.said.push({ nodeId: node.id, person, isApproval, stage, counts: true });
    ticket.tell(isApproval ? "task.approved" : "task.confirmed", node.id);
  }
  return null;
}

/** Somebody else answers in her place. */
export function handOn(
  ticket: Running,
  stage: Stage,
  person: string,
  { to, isReassignment }: { to: string; isReassignment: boolean },
): ErrorCode[] | null {
  const { part, ask } = findAsked(stage, person);
  const refusal = unfit(ticket, stage, [to]);
  if (!isReassignment && !stage.node.mayTransfer) refusal.push("WRONG_STATE");
  if (refusal.length > 0) return refusal;
  // In a block her clock, too, stands where his stood.
  const { now, world, blocked } = ticket;
  const moved = goOn(ask.clock, now, world.calendars);
  const clock = blocked === null ? moved : { ...moved, restsFrom: now };
  part.asks.push({ ...ask, clock, person: to, number: ticket.nextNumber() });
  ask.state = "gone";
  ticket.tell(isReassignment ? "task.reassigned" : "task.transferred", stage.node.id);
  return null;
}

/** An added one is not asked after all. Somebody must be left to speak. */
export function takeBack(
  ticket: Running,
  stage: Stage,
  person: string,
  { by, isAdmin }: { by: string; isAdmin: boolean },
): ErrorCode[] | null {
  const { voice, part, ask } = findAsked(stage, person);
  if (ask.addedBy === null) return ["WRONG_STATE"];
  if (ask.addedBy !== by && !isAdmin) return ["FORBIDDEN"];
  const others = voice.parts.filter((one) => one !== part).map(wordOf);
  if (others.every((word) => word === "nobody")) return ["WRONG_STATE"];
  for (const one of part.asks) if (one.state === "asked") one.state = "gone";
  ticket.tell("task.removed", stage.node.id);
  return null;
}

/** Somebody is late: those above (or named for it) answer in her place, unless they do so anyway. */
export function passOn(ticket: Running, stage: Stage, late: Ask): void {
  const { node } = stage;
  const { voice, part } = findAsked(stage, late.person);
  const isUp = node.timeLimit?.onTimeout === "escalate";
  const question = isUp ? `above:${late.person}` : `timeout:${node.id}`;
  const wanted = ticket.who(question).filter((id) => id !== late.person);
  const asks = asksOf(stage).filter((ask) => ask !== late);
  const inVoice = voice.parts.flatMap((one) => one.asks);
  const known = asks.filter((ask) => ask.state !== "gone" || inVoice.includes(ask));
  const fresh = wanted.filter((id) => !known.some((ask) => ask.person === id));
  const isCovered = asks.some((ask) => ask.state === "asked" && wanted.includes(ask.person));
  if (fresh.length === 0 && !isCovered) {
    late.clock = { ...late.clock, remindAt: null, dueAt: null };
    return;
  }
  late.state = "gone";
  if (fresh.length === 0) return;
  part.asks.push(...fresh.map((id) => ticket.newAsk(stage, id, late.addedBy)));
  ticket.tell("task.escalated", node.id);
}
