/** A small log of every kind of case, made by hand: no line of it is from the real one. */
const cases: Record<string, string[]> = {
  "straight through": ["S", "A ADMINISTRATION", "F SUPERVISOR", "P", "H"],
  "with a budget owner": ["S", "A ADMINISTRATION", "A BUDGET OWNER", "F SUPERVISOR", "P", "H"],
  "up to the director": ["S", "A PRE_APPROVER", "A SUPERVISOR", "F DIRECTOR", "P", "H"],
  "paid at once": ["S", "F SUPERVISOR", "=P", "H"],
  "given up after a return": ["S", "R ADMINISTRATION", "R EMPLOYEE"],
  "given up while running": ["S", "A ADMINISTRATION", "R EMPLOYEE"],
  "taken up, one stage more": [
    ...["S", "R ADMINISTRATION", "R EMPLOYEE", "S", "A ADMINISTRATION", "R BUDGET OWNER"],
    ...["R EMPLOYEE", "S", "A ADMINISTRATION", "A BUDGET OWNER", "F SUPERVISOR", "P", "H"],
  ],
  "handed in again without taking up": ["S", "R SUPERVISOR", "S", "F SUPERVISOR", "P", "H"],
  "saved only": ["D"],
  "saved, then submitted": ["D", "S", "F SUPERVISOR"],
  "saved after a return": ["S", "R ADMINISTRATION", "R EMPLOYEE", "D"],
  "stops midway": ["S", "A ADMINISTRATION"],
  "back office returns": ["S", "F SUPERVISOR", "R MISSING"],
  "back office returns, then paid": [
    ...["S", "A PRE_APPROVER", "F SUPERVISOR", "R MISSING"],
    ...["S", "F SUPERVISOR", "P", "H"],
  ],
  "returned between the payments": ["S", "F SUPERVISOR", "P", "R MISSING"],
  "submitted while running": ["S", "A ADMINISTRATION", "S", "A ADMINISTRATION", "F SUPERVISOR"],
  "director before supervisor": ["S", "F DIRECTOR", "A SUPERVISOR", "P", "H"],
  "handled without a request": ["S", "F SUPERVISOR", "H"],
};

const words: Record<string, string> = {
  S: "Request For Payment SUBMITTED by EMPLOYEE",
  D: "Request For Payment SAVED by EMPLOYEE",
  A: "Request For Payment APPROVED by",
  F: "Request For Payment FINAL_APPROVED by",
  R: "Request For Payment REJECTED by",
  P: "Request Payment",
  H: "Payment Handled",
};

const units = ["organizational unit 1", "organizational unit 2", "organizational unit 3"];
const firstMs = Date.UTC(2017, 11, 30, 22, 15);
const hourMs = 3_600_000;

function rowsOf(id: string, events: string[], index: number): string[] {
  const unit = units[index % units.length] ?? "";
  let atMs = firstMs + index * 7 * hourMs;
  return events.map((event, place) => {
    const isAtOnce = event.startsWith("=");
    if (!isAtOnce) atMs += (place * 5 + index + 1) * hourMs;
    const [letter = "", ...role] = event.replace("=", "").split(" ");
    const activity = [words[letter], ...role].join(" ");
    const time = new Date(atMs + hourMs).toISOString().replace("Z", "+01:00");
    return [id, time, activity, "ANY", "STAFF MEMBER", 10.123 * index, unit, "project 7"].join(",");
  });
}

/** How many cases the platform follows to their end, and how many it cannot. */
export const sampleCounts = { reproduced: Object.keys(cases).length - 3, notReproduced: 3 };

/** The sample as CSV, in the columns of the real log. */
export function sampleCsv(): string {
  const head = "case,time,activity,role,resource,amount,org_unit,project";
  const ids = Object.keys(cases).map((name) => name.replaceAll(",", ""));
  const rows = Object.values(cases).flatMap((events, index) =>
    rowsOf(ids[index] ?? "", events, index),
  );
  return [head, ...rows].join("\n");
}
