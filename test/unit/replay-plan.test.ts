import { describe, expect, it } from "vitest";
import { countLog } from "#test/replay/count-log.ts";
import { obstacleOf } from "#test/replay/foresee.ts";
import { parseLog, type LogCase } from "#test/replay/log.ts";
import { planOf } from "#test/replay/plan.ts";
import { sampleCounts, sampleCsv } from "#test/replay/sample.ts";

function caseOf(...activities: string[]): LogCase {
  const events = activities.map((activity, index) => ({
    activity,
    at: new Date(Date.UTC(2018, 0, 1, index)).toISOString(),
  }));
  return { id: "one", amount: 1, orgUnit: "unit", project: "project", events };
}

const submitted = "SUBMITTED by EMPLOYEE";
const handled = ["FINAL_APPROVED by SUPERVISOR", "Request Payment", "Payment Handled"];

function stagesOf(logCase: LogCase): string[][] {
  return planOf(logCase).steps.flatMap((step) => (step.kind === "submit" ? [step.stages] : []));
}

function reasonOf(logCase: LogCase): string | undefined {
  return obstacleOf(planOf(logCase))?.reason;
}

describe("the reader", () => {
  it("keeps the file's order, turns times into UTC and amounts into cents", () => {
    const csv = [
      "case,time,activity,role,resource,amount,org_unit,project",
      "a,2018-07-01T00:30:00.000+02:00,Request For Payment SAVED by EMPLOYEE,E,S,34.336,u,p",
      "a,2018-07-01T00:30:00.000+02:00,Payment Handled,UNDEFINED,SYSTEM,34.336,u,p",
    ].join("\n");
    const at = "2018-06-30T22:30:00.000Z";
    const events = [
      { activity: "SAVED by EMPLOYEE", at },
      { activity: "Payment Handled", at },
    ];
    expect(parseLog(csv)).toEqual([{ id: "a", amount: 34.34, orgUnit: "u", project: "p", events }]);
  });

  it("names the row that is not as described", () => {
    const csv = "case,time,activity,role,resource,amount,org_unit,project\na,yesterday,x,r,s,1,u,p";
    expect(() => parseLog(csv)).toThrow(/^Row 1 of the log:.*time/s);
  });
});

describe("the mapping", () => {
  it("gives each round the stages that it shows, in the chain's order", () => {
    const logCase = caseOf(
      submitted,
      "APPROVED by ADMINISTRATION",
      "REJECTED by BUDGET OWNER",
      "REJECTED by EMPLOYEE",
      submitted,
      ...handled,
    );
    expect(stagesOf(logCase)).toEqual([["ADMINISTRATION", "BUDGET OWNER"], ["SUPERVISOR"]]);
    expect(planOf(logCase).end).toBe("approved");
  });

  it("lets a round that stops midway wait for the next stage", () => {
    expect(stagesOf(caseOf(submitted))).toEqual([["SUPERVISOR"]]);
    expect(stagesOf(caseOf(submitted, "APPROVED by ADMINISTRATION"))).toEqual([
      ["ADMINISTRATION", "SUPERVISOR"],
    ]);
    expect(stagesOf(caseOf(submitted, "APPROVED by SUPERVISOR"))).toEqual([
      ["SUPERVISOR", "DIRECTOR"],
    ]);
  });

  it("reads REJECTED by EMPLOYEE as a withdrawal only at the end, and expects no trace of it elsewhere", () => {
    const rejected = [submitted, "REJECTED by SUPERVISOR", "REJECTED by EMPLOYEE"];
    const last = planOf(caseOf(...rejected));
    expect(last.steps.at(-1)?.kind).toBe("withdraw");
    expect(last.end).toBe("withdrawn");
    const again = planOf(caseOf(...rejected, submitted));
    expect(again.steps[2]?.kind).toBe("takeUp");
    expect(again.expected.map(({ activity }) => activity)).toEqual([
      submitted,
      "REJECTED by SUPERVISOR",
      submitted,
    ]);
  });

  it("says which step the fixed chain cannot follow, and why", () => {
    expect(reasonOf(caseOf(submitted, ...handled))).toBeUndefined();
    expect(reasonOf(caseOf(submitted, submitted))).toBe(
      "the requester submits again while the ticket is in approval",
    );
    expect(
      reasonOf(caseOf(submitted, "FINAL_APPROVED by DIRECTOR", "APPROVED by SUPERVISOR")),
    ).toBe("DIRECTOR decides before SUPERVISOR: not the usual order");
    expect(reasonOf(caseOf(submitted, "FINAL_APPROVED by SUPERVISOR", "Payment Handled"))).toBe(
      "Payment Handled without Request Payment",
    );
    expect(reasonOf(caseOf(submitted, "LOST by POST"))).toBe("unknown activity LOST by POST");
    expect(reasonOf(caseOf(submitted, ...handled, "REJECTED by MISSING"))).toBe(
      "the back office returns while the ticket is completed",
    );
  });

  it("foresees how many cases of the sample are followed", () => {
    const obstacles = parseLog(sampleCsv()).map((one) => obstacleOf(planOf(one)));
    expect(obstacles.filter((one) => one === null)).toHaveLength(sampleCounts.reproduced);
    expect(obstacles.filter((one) => one !== null)).toHaveLength(sampleCounts.notReproduced);
  });
});

describe("the count of the log", () => {
  it("counts from the first submit to the last event, by nearest rank, and leaves out what was only saved", () => {
    const cases = [
      caseOf("SAVED by EMPLOYEE"),
      caseOf("SAVED by EMPLOYEE", submitted, "REJECTED by SUPERVISOR"),
      caseOf(submitted, "REJECTED by SUPERVISOR", "REJECTED by EMPLOYEE"),
      caseOf(submitted, ...handled),
    ];
    const hourMs = 3_600_000;
    expect(countLog(cases)).toMatchObject({
      ...{ submitted: 3, open: 1, completed: 2, approved: 1, withdrawn: 1, returns: 2 },
      ...{ handlingMeanMs: 2.5 * hourMs, handlingMedianMs: 2 * hourMs, handlingP90Ms: 3 * hourMs },
    });
  });
});
