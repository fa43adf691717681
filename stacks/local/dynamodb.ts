import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { killStale, prepareDataDir, spawnJava, type JavaOptions } from "./dynamodb-process.ts";
import { freePort } from "./free-port.ts";

/** Without `dataDir` the tables live in memory. `onExit` is told when Java dies although nobody stopped it. */
export type DynamoOptions = {
  dataDir?: string | undefined;
  heapMb?: number;
  onExit?: (reason: string) => void;
};

/** A running DynamoDB Local. `stop` resolves when the process is gone. */
export type Dynamo = { endpoint: string; stop: () => Promise<void> };

const START_TIMEOUT_MS = 60_000;
const BIND_ATTEMPTS = 3;

/** Starts DynamoDB Local on a free loopback port and waits until it answers. Rejects with Java's own words. */
export async function startDynamo(options: DynamoOptions = {}): Promise<Dynamo> {
  const dataDir = options.dataDir ? prepareDataDir(options.dataDir) : undefined;
  if (dataDir) await killStale(dataDir);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return await launch({ port, dataDir, heapMb: options.heapMb ?? 384 }, options.onExit);
    } catch (error) {
      const isBindRace = error instanceof Error && /Address already in use/.test(error.message);
      if (!isBindRace || attempt === BIND_ATTEMPTS) throw error;
    }
  }
}

async function launch(java: JavaOptions, onExit?: (reason: string) => void): Promise<Dynamo> {
  const child = spawnJava(java);
  const endpoint = `http://127.0.0.1:${java.port}`;
  const stderr = collectStderr(child);
  let isStopping = false;
  child.once("exit", (code) => {
    if (!isStopping) onExit?.(`DynamoDB Local ended (${code}). ${stderr()}`);
  });
  const stop = () => {
    isStopping = true;
    return stopChild(child);
  };
  try {
    await waitUntilUp(child, endpoint, stderr);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, stop };
}

function collectStderr(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    text = (text + chunk.toString("utf8")).slice(-4_000);
  });
  return () => text.trim();
}

async function waitUntilUp(child: ChildProcess, endpoint: string, stderr: () => string) {
  const deadlineMs = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    if (child.exitCode !== null) throw new Error(startFailure(child.exitCode, stderr()));
    // An unsigned request is refused with 400: that refusal is the sign of life.
    const answer = await fetch(endpoint, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (answer) return;
    await sleep(50);
  }
  throw new Error(`DynamoDB Local did not answer within ${START_TIMEOUT_MS / 1000} s. ${stderr()}`);
}

function startFailure(code: number, stderr: string): string {
  if (code === 75) return "The data directory is in use by another DynamoDB Local.";
  return `DynamoDB Local did not start (${code}). ${stderr}`;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.stdin?.destroy();
  await gone;
}
