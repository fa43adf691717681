import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Result } from "./result.ts";
import { sampleCounts, sampleCsv } from "./sample.ts";

const program = fileURLToPath(new URL("replay.ts", import.meta.url));
let dir: string;
let text: string;
let status: number | null;
let result: Result;

// As `npm run replay` does it: a process of its own, which starts the product.
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "replay-"));
  const [log, out] = [join(dir, "sample.csv.gz"), join(dir, "result.json")];
  writeFileSync(log, gzipSync(sampleCsv()));
  const child = spawnSync(process.execPath, [program, log, "--json", out], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  text = child.stdout;
  status = child.status;
  result = JSON.parse(readFileSync(out, "utf8")) as Result;
}, 240_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("a replay of a small log through the HTTP API", () => {
  it("reproduces every case that the platform can follow", () => {
    expect(result.reproduced).toBe(sampleCounts.reproduced);
    expect(text).toContain("Reproduced: 15 of 18 cases (83.33 %)");
    expect(status, "fewer than 99.5 % fail a script").toBe(1);
  });

  it("says of every other case what the platform refused and why", () => {
    expect(result.notReproduced).toEqual([
      {
        reason:
          "the requester submits again while the ticket is in approval" +
          " (platform: 409 WRONG_STATE: This is not possible while the ticket is in_approval.)",
        caseIds: ["submitted while running"],
      },
      {
        reason:
          "DIRECTOR decides before SUPERVISOR: not the usual order" +
          " (platform: no task for DIRECTOR: SUPERVISOR is asked)",
        caseIds: ["director before supervisor"],
      },
      {
        reason:
          "Payment Handled without Request Payment" +
          " (platform: no task for Payment Handled: Request Payment is running)",
        caseIds: ["handled without a request"],
      },
    ]);
  });

  it("counts from the platform's own timelines what the log tells, less what came after a refusal", () => {
    const missing = result.activities
      .filter(({ log, platform }) => platform !== null && platform !== log)
      .map(({ name, log, platform }) => [name, log - (platform ?? 0)]);
    expect(new Map(missing as [string, number][])).toEqual(
      new Map([
        ["SUBMITTED by EMPLOYEE", 1],
        ["APPROVED by ADMINISTRATION", 1],
        ["FINAL_APPROVED by SUPERVISOR", 1],
        ["FINAL_APPROVED by DIRECTOR", 1],
        ["APPROVED by SUPERVISOR", 1],
        ["Request Payment", 1],
        ["Payment Handled", 2],
      ]),
    );
  });

  it("finds the report's numbers equal to an independent count of the log", () => {
    expect(result.report.figures.filter(({ isEqual }) => !isEqual)).toEqual([]);
    expect(result.report.figures.length).toBeGreaterThan(3 * 13);
    expect(text).toMatch(/^submitted +17 +17 +equal$/m);
  });
});
