/** Stages of the log in their usual order; a round has those that it shows. */
export const stages = [
  "PRE_APPROVER",
  "ADMINISTRATION",
  "BUDGET OWNER",
  "SUPERVISOR",
  "DIRECTOR",
] as const;
export type Stage = (typeof stages)[number];

/** The two automation steps, in order. */
export const payments = ["Request Payment", "Payment Handled"] as const;
export type Payment = (typeof payments)[number];

/** What an activity of the log means on this platform, before the rest of its case is looked at. */
export type Meaning =
  | { kind: "save" }
  | { kind: "submit" }
  | { kind: "approve"; stage: Stage; isFinal: boolean }
  | { kind: "return"; stage: Stage }
  | { kind: "returnOrder" }
  | { kind: "employeeRejects" }
  | { kind: "pay"; payment: Payment }
  | { kind: "unknown" };

const fixed: Record<string, Meaning> = {
  "SAVED by EMPLOYEE": { kind: "save" },
  "SUBMITTED by EMPLOYEE": { kind: "submit" },
  "REJECTED by EMPLOYEE": { kind: "employeeRejects" },
  "REJECTED by MISSING": { kind: "returnOrder" },
  "Request Payment": { kind: "pay", payment: "Request Payment" },
  "Payment Handled": { kind: "pay", payment: "Payment Handled" },
};

/** The activity without the words that all of them share. */
export function shortName(activity: string): string {
  return activity.replace(/^Request For Payment (?=[A-Z_]+ by )/, "");
}

/** Reads a short activity name by the table of the data's README. */
export function meaningOf(activity: string): Meaning {
  const known = fixed[activity];
  if (known !== undefined) return known;
  const [, verb, role] = /^(APPROVED|FINAL_APPROVED|REJECTED) by (.+)$/.exec(activity) ?? [];
  const stage = stages.find((one) => one === role);
  if (stage === undefined) return { kind: "unknown" };
  if (verb === "REJECTED") return { kind: "return", stage };
  return { kind: "approve", stage, isFinal: verb === "FINAL_APPROVED" };
}
