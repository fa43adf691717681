import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * `npm test` and `npm run verify`: static checks (each counts as one test), then the vitest projects one after
 * the other. The last line is the sum, alone: `N passed, N failed`.
 */

type Check = { name: string; command: string[]; cwd?: string };
type Sum = { passed: number; failed: number; skipped: number };

const checks: Check[] = [
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  { name: "lint", command: ["oxlint"] },
  { name: "lint svelte", command: ["eslint", "web/src"] },
  { name: "types", command: ["tsc", "-p", "tsconfig.json"] },
  {
    name: "types of the web app",
    command: [
      "sh",
      "-c",
      "svelte-kit sync && svelte-check --tsconfig ./tsconfig.json --output human",
    ],
    cwd: "web",
  },
  { name: "unused code", command: ["knip", "--no-progress"] },
];
const slowChecks: Check[] = [
  { name: "types of the stacks", command: ["node", "stacks/types.ts"] },
  { name: "web build", command: ["vite", "build", "--logLevel", "warn"], cwd: "web" },
];

function run({ command, cwd }: Check): Promise<boolean> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"], cwd });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}

async function runChecks(list: Check[]): Promise<Sum> {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const check of list) {
    const startedMs = Date.now();
    const isGood = await run(check);
    sum[isGood ? "passed" : "failed"] += 1;
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    console.log(`${isGood ? "✓" : "✗"} ${check.name} (${seconds} s)`);
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
  const isGood = await run({
    name: project,
    command: ["vitest", "run", "--project", project, ...reporters],
  });
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
  const sums = [await runChecks(isVerify ? checks : [...checks, ...slowChecks])];
  for (const project of isVerify ? ["unit"] : ["unit", "engine", "product", "browser"]) {
    sums.push(await runProject(project, folder));
  }
  await rm(folder, { recursive: true, force: true });
  const { passed, failed, skipped } = add(sums);
  const tail = skipped === 0 ? "" : `, ${skipped} skipped`;
  console.log(`${passed} passed, ${failed} failed${tail}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
