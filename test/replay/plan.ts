import { meaningOf, stages, type Payment, type Stage } from "./activity.ts";
import type { LogCase, LogEvent } from "./log.ts";

/** What is done on the platform for one event of the log; `takeUp` changes nothing there. */
export type Step = LogEvent &
  (
    | { kind: "save" }
    | { kind: "submit"; stages: Stage[] }
    | { kind: "approve"; stage: Stage; isFinal: boolean }
    | { kind: "return"; stage: Stage }
    | { kind: "returnOrder" }
    | { kind: "takeUp" }
    | { kind: "withdraw" }
    | { kind: "pay"; payment: Payment }
    | { kind: "unknown" }
  );

/** Where a case stands: a state of the ticket, told apart by phase and outcome. */
export const standings = [
  "draft",
  "approving",
  "executing",
  "returned",
  "approved",
  "withdrawn",
] as const;
export type Standing = (typeof standings)[number];

/** A case as it is to be played: one step per event. */
export type Plan = {
  case: LogCase;
  steps: Step[];
  /** What the ticket's timeline must tell in the end, in this order and at these instants. */
  expected: LogEvent[];
  end: Standing;
};

/** The stages of the round that begins at `index`, in the chain's order. */
function stagesOfRound(events: LogEvent[], index: number): Stage[] {
  const seen = new Set<Stage>();
  let isOpen = true;
  for (const { activity } of events.slice(index + 1)) {
    const meaning = meaningOf(activity);
    if (meaning.kind === "submit") break;
    if (meaning.kind === "approve" || meaning.kind === "return") {
      seen.add(meaning.stage);
      isOpen &&= meaning.kind === "approve" && !meaning.isFinal;
    }
  }
  // A round that stops midway waits for somebody: the supervisor, or the director behind her.
  if (isOpen) seen.add(seen.has("SUPERVISOR") ? "DIRECTOR" : "SUPERVISOR");
  return stages.filter((stage) => seen.has(stage));
}

function stepOf(events: LogEvent[], index: number, event: LogEvent): Step {
  const meaning = meaningOf(event.activity);
  if (meaning.kind === "submit") {
    return { ...event, kind: "submit", stages: stagesOfRound(events, index) };
  }
  if (meaning.kind === "employeeRejects") {
    return { ...event, kind: index === events.length - 1 ? "withdraw" : "takeUp" };
  }
  return { ...event, ...meaning };
}

function standingAfter(before: Standing, step: Step): Standing {
  switch (step.kind) {
    case "submit":
      return "approving";
    case "approve":
      return step.isFinal ? "executing" : before;
    case "return":
    case "returnOrder":
      return "returned";
    case "withdraw":
      return "withdrawn";
    case "pay":
      return step.payment === "Payment Handled" ? "approved" : before;
    default:
      return before;
  }
}

/** Reads a case by the table of the data's README. Pure. */
export function planOf(logCase: LogCase): Plan {
  const { events } = logCase;
  const steps = events.map((event, index) => stepOf(events, index, event));
  return {
    case: logCase,
    steps,
    expected: steps
      .filter((step) => step.kind !== "takeUp")
      .map(({ activity, at }) => ({ activity, at })),
    end: steps.reduce<Standing>(standingAfter, "draft"),
  };
}
