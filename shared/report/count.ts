import { systemCtx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import type { TicketRecord } from "#shared/ticket/record.ts";
import { noteMonth } from "./month.ts";
import { noDepartment, type FactRecord } from "./record.ts";
import { addToCell, loadFact, openInCell, putFact } from "./store.ts";
import { addTally, isEmptyTally, tallyOf } from "./tally.ts";
import { dayOf, reportZone } from "./zone.ts";

/** What reports show of a ticket; undefined before its first submit. */
export function factFrom(ticket: TicketRecord, zone = reportZone()): FactRecord | undefined {
  const { ticketId, version, number, title, templateId, templateName, department } = ticket;
  const { state, outcome, returns, submittedAt, completedAt, rating } = ticket;
  if (state === "draft" || submittedAt === null) return undefined;
  return {
    day: dayOf(submittedAt, zone),
    submittedAt,
    ticketId,
    version,
    number: number ?? "",
    title,
    templateId,
    templateName,
    departmentId: department?.id ?? noDepartment,
    departmentName: department?.name ?? "",
    requesterName: ticket.requester.name,
    state,
    outcome,
    completedAt,
    handlingMs: completedAt === null ? null : Date.parse(completedAt) - Date.parse(submittedAt),
    returns,
    score: rating?.score ?? null,
  };
}

/** The same ticket at the moment of its submit. A cell learns of an end only after it knows the ticket. */
function justSubmitted(fact: FactRecord): FactRecord {
  return {
    ...fact,
    version: 0,
    state: "in_approval",
    outcome: null,
    completedAt: null,
    handlingMs: null,
    returns: 0,
    score: null,
  };
}

function isSame(one: FactRecord, other: FactRecord): boolean {
  const shown = (fact: FactRecord) =>
    JSON.stringify(Object.entries({ ...fact, version: 0 }).sort(([a], [b]) => (a < b ? -1 : 1)));
  return shown(one) === shown(other);
}

/** Whether two images of a ticket look the same in every report. */
export function showSame(one: TicketRecord, other: TicketRecord): boolean {
  const [fact, later] = [factFrom(one), factFrom(other)];
  return fact !== undefined && later !== undefined && isSame(fact, later);
}

/**
 * Stores what the fact shows and counts the difference, both or neither. A fact is its own receipt: what it
 * shows is counted already, so whatever comes twice, late or out of order adds only what is missing.
 */
async function store(before: FactRecord | undefined, fact: FactRecord): Promise<void> {
  const difference = tallyOf(fact);
  if (before !== undefined) addTally(difference, tallyOf(before), -1);
  const cell = before === undefined ? openInCell : addToCell;
  await commit(systemCtx("count", fact.submittedAt), {
    audit: [putFact(before, fact)],
    writes: isEmptyTally(difference) ? [] : [cell(fact, difference)],
    ref: fact.ticketId,
  });
}

/** Goes one step from what is counted towards the ticket as it is; true when nothing is left to do. */
async function step(fact: FactRecord): Promise<boolean> {
  const before = await loadFact(fact);
  if (before !== undefined) {
    if (before.version >= fact.version || isSame(before, fact)) return true;
    // The cell of a ticket is that of its first submit, whatever becomes of names.
    const { day, templateId, departmentId } = before;
    await store(before, { ...fact, day, templateId, departmentId });
    return true;
  }
  const isEnded = fact.handlingMs !== null;
  await store(undefined, isEnded ? justSubmitted(fact) : fact);
  return !isEnded;
}

const mostSteps = 12;
const pauseMs = 20;

function pause(attempt: number): Promise<void> {
  const ms = Math.random() * pauseMs * (attempt + 1);
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Takes a ticket, as it was after some change, into the reports. May be called any number of times, in any
 * order, by anybody at once. Throws when others were always faster: the stream then comes again.
 */
export async function countTicket(ticket: TicketRecord): Promise<void> {
  const fact = factFrom(ticket);
  if (fact === undefined) return;
  await noteMonth(fact.day);
  for (let attempt = 0; attempt < mostSteps; attempt += 1) {
    try {
      if (await step(fact)) return;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error;
      await pause(attempt);
    }
  }
  throw new Error(`ticket ${fact.ticketId} could not be counted: too many others at its cell`);
}
