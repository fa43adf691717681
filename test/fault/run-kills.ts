import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startDynamo } from "#stacks/local/dynamodb.ts";
import { freePort } from "#stacks/local/free-port.ts";
import { createEffects } from "#test/support/peers/web/effects.ts";
import { start, type Peer } from "#test/support/peers/web/peer.ts";
import { planSource, through, toBeStopped, type Kind } from "./kill-plans.ts";
import { verdictsOf, type Verdict } from "./kill-verdict.ts";
import { KillWalk, type Walk, type Walked } from "./kill-walk.ts";
import { killAll, randomFrom } from "./killing.ts";
import { operatorEmail } from "./seed-operator.ts";
import { StubbornClient } from "./stubborn-client.ts";
import { Supervisor } from "./supervisor.ts";

export type KillOptions = {
  kills: number;
  seed: number;
  /** Runs on their way at the same time. */
  atOnce?: number;
  onKill?: (kill: number) => void;
};
export type KillResult = Verdict & {
  kills: number;
  runs: number;
  stopped: number;
  sideEffects: number;
  /** Effects whose answer nobody heard any more. */
  unheard: number;
  /** Steps that were shown as of unknown end. */
  unknownReported: number;
  /** Commands that had to be sent again because the product was down. */
  repeated: number;
  seconds: number;
};

const password = "chaos-passw0rd";
/** A lease of a minute is six seconds: more than any call here takes on a busy machine. */
const timeScale = 10;
/** Longer than any number of kills in a row on a busy machine. */
const patienceMs = 900_000;
/** Every fourth kill comes while it is still putting itself in order. */
const early = 0.25;
const mostCalls = 8;
/** Of an answer: long enough for many of the kills to come before it. */
const maxDelayMs = 1000;
const longestWaitMs = 20_000;

/** Kills the product again and again while plans with side effects run; then looks what became of each. */
export async function runKills(options: KillOptions): Promise<KillResult> {
  const { kills, seed, atOnce = 6, onKill } = options;
  const startedMs = Date.now();
  const folder = await mkdtemp(join(tmpdir(), "countersign-kills-"));
  const port = await freePort();
  // Its start is half of the product's, and it loses nothing: on AWS it goes on, too.
  const dynamo = await startDynamo({ dataDir: join(folder, "database") });
  const service = await start(createEffects({ seed, maxDelayMs }));
  const supervisor = new Supervisor({
    PORT: String(port),
    DATA_DIR: folder,
    DEMO_PASSWORD: password,
    TIME_SCALE: String(timeScale),
    SEED: "operator",
    DYNAMODB: dynamo.endpoint,
  });
  try {
    await supervisor.start();
    const person = new StubbornClient(`http://127.0.0.1:${port}`, patienceMs);
    await person.signIn(operatorEmail, password);
    const plans = {
      through: await publish(person, "Goes through", through),
      toBeStopped: await publish(person, "Is stopped", toBeStopped),
    };
    const over = new AbortController();
    const random = randomFrom(seed);
    const moment = () => afterSomeCalls(service, random);
    const killing = killAll(supervisor, { kills, random, moment, early, onKill }).finally(() =>
      over.abort(),
    );
    const walked: Walked[] = [];
    let walks = 0;
    const worker = async () => {
      while (!over.signal.aborted) {
        const walk = nextWalk(walks++, plans);
        walked.push(await new KillWalk(person, service, walk).play());
      }
    };
    await Promise.all([killing, ...Array.from({ length: atOnce }, worker)]);
    return {
      kills: supervisor.kills,
      runs: walked.length,
      stopped: walked.filter(({ isToBeStopped }) => isToBeStopped).length,
      sideEffects: service.effects.length,
      unheard: service.effects.filter(({ isAnswered }) => !isAnswered).length,
      unknownReported: walked.reduce((sum, { unknown }) => sum + unknown.size, 0),
      ...verdictsOf(walked, service),
      repeated: person.repeated,
      seconds: Math.round((Date.now() - startedMs) / 1000),
    };
  } catch (error) {
    throw new Error(`kills stopped; the product last said:\n${supervisor.log()}`, { cause: error });
  } finally {
    await supervisor.kill();
    await service.stop();
    await dynamo.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

/** In the middle of things: a few calls later, and then at any moment. */
async function afterSomeCalls(service: Peer, random: () => number): Promise<void> {
  const untilMs = Date.now() + longestWaitMs;
  const wanted = service.calls.length + Math.ceil(random() * mostCalls);
  while (service.calls.length < wanted && Date.now() < untilMs) await sleep(10);
  await sleep(random() * 600);
}

async function publish(person: StubbornClient, name: string, kinds: Kind[]): Promise<string> {
  const source = planSource(name, operatorEmail, kinds);
  const { body } = await person.command("POST", "/plans", { source });
  const id = String(body["id"]);
  const published = await person.command("POST", `/plans/${id}/publish`, { reason: "to be run" });
  if (published.status !== 200) throw new Error(JSON.stringify([body, published.body]));
  return id;
}

/** Every third run is stopped by a person. */
function nextWalk(index: number, plans: { through: string; toBeStopped: string }): Walk {
  const run = `r${index}`;
  const isToBeStopped = index % 3 === 2;
  return isToBeStopped
    ? { run, planId: plans.toBeStopped, kinds: toBeStopped, isToBeStopped }
    : { run, planId: plans.through, kinds: through, isToBeStopped };
}

export function isClean({ doubled, lost, unreported, untrue }: Verdict): boolean {
  return [doubled, lost, unreported, untrue].every((found) => found.length === 0);
}
