import type { Bilingual } from "#shared/core/text.ts";
import type { Outcome, TicketState } from "#shared/ticket/state.ts";
import type { Tally } from "./tally.ts";

/** Tickets without a department are counted under this id. */
export const noDepartment = "none";

/** What reports know of one submitted ticket. What it shows is what its cell has counted, no more, no less. */
export type FactRecord = {
  /** Of the first submit, in the report zone: `2026-02-28`. */
  day: string;
  submittedAt: string;
  ticketId: string;
  /** The version of the ticket that is counted. */
  version: number;
  number: string;
  title: string;
  templateId: string;
  templateName: Bilingual;
  departmentId: string;
  departmentName: string;
  requesterName: string;
  state: TicketState;
  outcome: Outcome | null;
  completedAt: string | null;
  handlingMs: number | null;
  returns: number;
  score: number | null;
};

/** The tickets of one template and department that were submitted on one day, counted. */
export type CellRecord = {
  day: string;
  templateId: string;
  departmentId: string;
  templateName: Bilingual;
  departmentName: string;
  tally: Tally;
};

export type CellKey = Pick<CellRecord, "day" | "templateId" | "departmentId">;
