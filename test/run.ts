import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * `npm test` and `npm run verify`: static checks (each counts as one test), then the vitest projects; what takes one
 * core has a neighbour. The last line is the sum, alone: `N passed, N failed`.
 */

type Check = { name: string; command: string[]; cwd?: string };
type Sum = { passed: number; failed: number; skipped: number };

const codeChecks: Check[] = [
  { name: "lint", command: ["oxlint"] },
  { name: "types", command: ["tsc", "-p", "tsconfig.json"] },
  { name: "unused code", command: ["knip", "--no-progress"] },
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
];
// One after the other: they share what SvelteKit generates.
const webChecks: Check[] = [
  { name: "lint svelte", command: ["eslint", "web/src"] },
  {
    name: "types of the web app",
    command: [
      "sh",
      "-c",
      "svelte-kit sync && svelte-check --tsconfig ./tsconfig.json --output human",
    ],
    cwd: "web",
  },
];
const stacksTypes: Check = { name: "types of the stacks", command: ["node", "stacks/types.ts"] };
const webBuild: Check = {
  name: "web build",
  command: ["vite", "build", "--logLevel", "warn"],
  cwd: "web",
};

/** Whether it went well. `say` gets what it says, as it says it. */
function run({ command, cwd }: Check, say: (text: string) => void): Promise<boolean> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], cwd });
    for (const output of [child.stdout, child.stderr]) output.setEncoding("utf8").on("data", say);
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}

async function runChecks(list: Check[]): Promise<Sum> {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const check of list) {
    const startedMs = Date.now();
    let said = "";
    const isGood = await run(check, (text) => (said += text));
    sum[isGood ? "passed" : "failed"] += 1;
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    console.log(`${said}${isGood ? "✓" : "✗"} ${check.name} (${seconds} s)`);
  }
  return sum;
}

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  success: boolean;
};

/** A project that breaks before it reports counts as one failed test. */
async function runProject(project: string, folder: string): Promise<Sum> {
  const file = join(folder, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const command = ["vitest", "run", "--project", project, ...reporters];
  const isGood = await run({ name: project, command }, (text) => process.stdout.write(text));
  try {
    const report = JSON.parse(await readFile(file, "utf8")) as Report;
    const failed = report.numFailedTests + (isGood || report.numFailedTests > 0 ? 0 : 1);
    return { passed: report.numPassedTests, failed, skipped: report.numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function add(sums: Sum[]): Sum {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const sum of sums) {
    total.passed += sum.passed;
    total.failed += sum.failed;
    total.skipped += sum.skipped;
  }
  return total;
}

async function main(): Promise<void> {
  const isVerify = process.argv.includes("verify");
  const folder = await mkdtemp(join(tmpdir(), "countersign-test-"));
  const lanes = isVerify
    ? [codeChecks, webChecks]
    : [
        [...codeChecks, stacksTypes],
        [...webChecks, webBuild],
      ];
  const sums = await Promise.all(lanes.map(runChecks));
  // Whole products wait much of their time: two of them share the machine well.
  const phases = isVerify ? [["unit"]] : [["unit"], ["engine"], ["product", "browser"]];
  for (const projects of phases) {
    sums.push(...(await Promise.all(projects.map((project) => runProject(project, folder)))));
  }
  await rm(folder, { recursive: true, force: true });
  const { passed, failed, skipped } = add(sums);
  const tail = skipped === 0 ? "" : `, ${skipped} skipped`;
  console.log(`${passed} passed, ${failed} failed${tail}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
