import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Hono } from "hono";
import { approvalMachine } from "../machine/approval.ts";
import { runMachine } from "../machine/run.ts";
import { startDynamo } from "./dynamodb.ts";
import {
  applyEnvironment,
  handlerEnvironment,
  kept,
  keptSecret,
  local,
  nextRelease,
  type Endpoints,
} from "./environment.ts";
import { claimPort } from "./free-port.ts";
import { loadHandlers, workflowNames, type Handlers } from "./handlers.ts";
import { startHttp } from "./http/server.ts";
import { invokeLambda, lambdaArn, type LambdaHandler } from "./lambda.ts";
import { lockDir } from "./lock.ts";
import { startS3 } from "./s3/server.ts";
import { startSes } from "./ses.ts";
import { startSfn, type SfnServer } from "./sfn/server.ts";
import { openParameterStore, startSsm } from "./ssm/server.ts";
import { startStreamPump } from "./stream/pump.ts";
import { ensureTable, type TableDefinition } from "./table.ts";
import { startTimer } from "./timer.ts";

/** How one embedded stack is to run; see `startMachine`. */
export type MachineOptions = {
  /** 0 (default) picks a free one. */
  port?: number;
  host?: string;
  /** Everything that lasts; required unless `inMemory`. */
  dataDir?: string;
  inMemory?: boolean;
  /** 60 = a minute of waiting takes a second. */
  timeScale?: number;
  /** Lets a request set the engine's clock by header. */
  testClock?: boolean;
  env?: Record<string, string>;
  /** Served on the same port: the outside systems of the demo. */
  beside?: Hono;
  /** Serve web/build too (default true). */
  web?: boolean;
  /** Told when an engine dies under the product. */
  onFatal?: (reason: string) => void;
  /** Address of a DynamoDB that runs already and outlives this stack, as it does on AWS. */
  dynamodb?: string;
  /** For tests of the machine itself; default: the product's own. */
  handlers?: Handlers;
  tableDefinition?: TableDefinition;
};

/** A running stack. Figures: `transitions(prefix)` of executions named so, `sfnStats()` of all. */
export type Machine = {
  url: string;
  mailUrl: string;
  table: string;
  endpoints: Endpoints;
  transitions: (namePrefix: string) => number;
  sfnStats: () => ReturnType<SfnServer["engine"]["stats"]>;
  /** Runs the reconciler now. */
  reconcile: () => Promise<void>;
  stop: () => Promise<void>;
};

const RECONCILE_MS = 60_000;
const BUILD_DIR = fileURLToPath(new URL("../../web/build", import.meta.url));

/**
 * Starts the whole stack in this process (plus Java). One per process: handlers read their environment once.
 * Rejects with a plain sentence when the port or the data directory is taken, and leaves nothing running.
 */
export async function startMachine(options: MachineOptions = {}): Promise<Machine> {
  const cleanup: (() => unknown)[] = [];
  const stop = async () => {
    for (const step of cleanup.splice(0).reverse()) await step();
  };
  try {
    const machine = await assemble(options, (step) => cleanup.push(step));
    return { ...machine, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(options: MachineOptions, onStop: (step: () => unknown) => void) {
  const { host = "127.0.0.1", timeScale = 1 } = options;
  const dataDir = options.inMemory ? undefined : requireDataDir(options);
  const port = await claimPort(options.port ?? 0, host);
  if (dataDir) onStop(await lockDir(dataDir));
  const { endpoints, sfn, lambdas } = await startEngines(options, dataDir, port, onStop);
  const publicUrl = publicAddress(options, host, port);
  const variables = handlerEnvironment({
    endpoints,
    publicUrl,
    signingSecret: keptSecret(dataDir, "signing-secret"),
    timeScale,
    timeEpochMs: Number(kept(dataDir, "time-epoch", () => String(Date.now()))),
    testClock: options.testClock ?? false,
    release: nextRelease(dataDir),
  });
  applyEnvironment({ ...variables, ...options.env });
  const handlers = options.handlers ?? (await loadHandlers());
  for (const [name, handler] of Object.entries(handlers.workflow))
    lambdas[lambdaArn(name)] = handler;
  createMachines(sfn);

  const streamArn = await createTable(options, endpoints.dynamodb);
  await initialise(handlers.initialise);
  const pump = startStreamPump({
    endpoint: endpoints.dynamodb,
    streamArn,
    handler: handlers.stream,
    ...(dataDir ? streamFiles(dataDir) : {}),
  });
  onStop(pump.stop);
  const http = await startHttp({
    host,
    port,
    publicUrl,
    api: handlers.api,
    onWrite: pump.nudge,
    s3: { endpoint: endpoints.s3, credentials: local.credentials },
    beside: options.beside,
    webDir: options.web === false ? undefined : BUILD_DIR,
  });
  onStop(http.stop);
  const reconcile = async () => void (await invokeLambda("reconcile", handlers.reconcile, {}));
  const timer = startTimer("reconcile", reconcile, Math.max(250, RECONCILE_MS / timeScale));
  onStop(timer.stop);
  return {
    url: publicUrl,
    mailUrl: endpoints.ses,
    table: local.table,
    endpoints,
    transitions: (prefix: string) => sfn.engine.transitions(prefix),
    sfnStats: () => sfn.engine.stats(),
    reconcile,
  };
}

/** As each deployment does on AWS. A task that fails stands on its page; the product works without it. */
async function initialise(handler: LambdaHandler): Promise<void> {
  try {
    await invokeLambda("initialise", handler, {});
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}

/** All five at once: Java takes seconds, the others milliseconds. The database stops last, the executions first. */
async function startEngines(
  options: MachineOptions,
  dataDir: string | undefined,
  port: number,
  onStop: (step: () => unknown) => void,
) {
  const under = (name: string) => (dataDir ? join(dataDir, name) : undefined);
  const lambdas: Record<string, LambdaHandler> = {};
  const onExit = options.onFatal ?? ((reason: string) => console.error(reason));
  const mailPort = options.port ? port + 1 : 0;
  const starting = [
    options.dynamodb === undefined
      ? startDynamo({ dataDir: under("dynamodb"), onExit })
      : { endpoint: options.dynamodb, stop: () => undefined },
    startS3(local.bucket, under("s3")),
    startSes(mailPort).catch(() => startSes()),
    startSfn({ lambdas, timeScale: options.timeScale }),
    startSsm(openParameterStore(dataDir)),
  ] as const;
  for (const result of await Promise.allSettled(starting)) {
    if (result.status === "fulfilled") onStop(result.value.stop);
  }
  const [dynamodb, s3, ses, sfn, ssm] = await Promise.all(starting);
  const endpoints = {
    dynamodb: dynamodb.endpoint,
    sfn: sfn.endpoint,
    ses: ses.endpoint,
    s3: s3.endpoint,
    ssm: ssm.endpoint,
  };
  return { endpoints, sfn, lambdas };
}

function createMachines(sfn: SfnServer): void {
  const arns = Object.fromEntries(workflowNames.map((name) => [name, lambdaArn(name)]));
  sfn.engine.createMachine("approval", JSON.stringify(approvalMachine(arns)));
  sfn.engine.createMachine("run", JSON.stringify(runMachine(arns)));
}

async function createTable(options: MachineOptions, endpoint: string): Promise<string> {
  const definition =
    options.tableDefinition ?? (await import("#shared/table/definition.ts")).tableDefinition;
  const client = new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: local.credentials,
  });
  try {
    return await ensureTable(client, local.table, definition);
  } finally {
    client.destroy();
  }
}

function streamFiles(dataDir: string) {
  return {
    checkpointPath: join(dataDir, "stream-checkpoint.json"),
    deadLetterPath: join(dataDir, "stream-dead-letters.jsonl"),
  };
}

function publicAddress({ env }: MachineOptions, host: string, port: number): string {
  const own = `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`;
  return (env?.PUBLIC_URL ?? own).replace(/\/+$/, "");
}

function requireDataDir({ dataDir }: MachineOptions): string {
  if (!dataDir) throw new Error("dataDir is required unless inMemory is set.");
  return dataDir;
}
