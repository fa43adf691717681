import { resolve } from "node:path";
import { outsideSystems } from "./demo/outside.ts";
import { keptSecret } from "./environment.ts";
import { startMachine, type Machine } from "./machine.ts";
import { ensureWebBuild } from "./web-build.ts";
import { welcome } from "./welcome.ts";

const dataDir = resolve(process.env.DATA_DIR ?? ".data");

async function main(): Promise<void> {
  const startedMs = Date.now();
  const machine = await startMachine({
    port: wholeNumber("PORT", 3000),
    host: process.env.HOST ?? "127.0.0.1",
    dataDir,
    timeScale: positive("TIME_SCALE", 1),
    testClock: process.env.TEST_CLOCK === "1",
    beside: outsideSystems(),
    env: passedOn(["PUBLIC_URL", "MAIL_FROM", "REPORT_ZONE", "SIGNING_SECRET"]),
    onFatal: (reason) => fail(new Error(reason)),
  });
  stopOnSignals(machine);
  const password = process.env.DEMO_PASSWORD || keptSecret(dataDir, "demo-password", 9);
  const { seedDemo } = await import("./demo/seed.ts");
  const [{ people }] = await Promise.all([seedDemo({ password }), ensureWebBuild(console.log)]);
  console.log(welcome({ url: machine.url, mailUrl: machine.mailUrl, password, people }));
  console.log(`Ready in ${((Date.now() - startedMs) / 1_000).toFixed(1)} s.`);
}

/** The first signal stops in order; a second one means it now. */
function stopOnSignals(machine: Machine): void {
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    machine.stop().then(() => process.exit(0), fail);
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
}

function passedOn(names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
}

function wholeNumber(name: string, fallback: number): number {
  const value = positive(name, fallback);
  if (Number.isInteger(value) && value < 65_536) return value;
  throw new Error(`${name} must be a port number, not ${process.env[name]}.`);
}

function positive(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new Error(`${name} must be a positive number, not ${process.env[name]}.`);
}

function fail(error: unknown): void {
  console.error(`countersign: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

main().catch(fail);
