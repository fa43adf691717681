import { startMachine, type Machine } from "#stacks/local/machine.ts";
import type { LogCase } from "./log.ts";
import { PaymentService } from "./payment-service.ts";
import { buildWorld, type World } from "./people.ts";
import { planOf } from "./plan.ts";
import { playCase, type Played } from "./player.ts";
import { checkReport } from "./report-check.ts";
import { resultOf, type Result } from "./result.ts";
import { verdictOf } from "./verdict.ts";

/** The log is of Eindhoven: its days are those of this zone. */
export const zone = "Europe/Amsterdam";

export type Progress = { done: number; of: number; seconds: number };
export type RunOptions = {
  /** Cases played at the same time. */
  concurrency: number;
  /** Aborted: no further case is begun, and the result is that of the cases played. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
};

const progressMs = 5000;

/** One product of its own, in memory, whose clock the requests set. */
function startProduct(): Promise<Machine> {
  const env = {
    REPORT_ZONE: zone,
    HTTP_ALLOW_PRIVATE: "1",
    RATE_LIMIT_PER_MINUTE: "1000000000",
    // Its lines would stand between those of the result.
    POWERTOOLS_LOG_LEVEL: "WARN",
  };
  return startMachine({ inMemory: true, testClock: true, web: false, env });
}

/** Plays all cases, `concurrency` at a time, begun in the log's order; what came of them is in that order too. */
async function playAll(
  world: World,
  service: PaymentService,
  cases: LogCase[],
  { concurrency, signal, onProgress }: RunOptions,
): Promise<Played[]> {
  const startedMs = Date.now();
  const played = new Map<LogCase, Played>();
  const waiting = cases.values();
  const tell = () => {
    const seconds = (Date.now() - startedMs) / 1000;
    onProgress?.({ done: played.size, of: cases.length, seconds });
  };
  const timer = setInterval(tell, progressMs);
  // All workers share one iterator, so each takes the next case that nobody has.
  const work = async () => {
    for (const one of waiting) {
      if (signal?.aborted === true) return;
      played.set(one, await playCase(world, service, planOf(one)));
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    clearInterval(timer);
  }
  tell();
  return cases.flatMap((one) => played.get(one) ?? []);
}

// What a report can know of a case: all of it, or what the platform took before the refused event.
function acceptedPart({ plan, accepted, refusal }: Played): LogCase {
  if (refusal === null) return plan.case;
  const events = plan.steps.slice(0, accepted).filter(({ kind }) => kind !== "takeUp");
  return { ...plan.case, events };
}

async function replayOn(url: string, cases: LogCase[], options: RunOptions): Promise<Result> {
  const service = new PaymentService();
  await service.listen();
  try {
    const orgUnits = [...new Set(cases.map(({ orgUnit }) => orgUnit))];
    const world = await buildWorld(url, orgUnits, service.url);
    const started = Date.now();
    const played = await playAll(world, service, cases, options);
    const seconds = (Date.now() - started) / 1000;
    const report = await checkReport(world.admin, played.map(acceptedPart), zone);
    return resultOf(played, played.map(verdictOf), { report, seconds });
  } finally {
    await service.stop();
  }
}

/** Starts a product, plays the cases through its HTTP API and compares what it recorded with the log. */
export async function replay(cases: LogCase[], options: RunOptions): Promise<Result> {
  const machine = await startProduct();
  try {
    return await replayOn(machine.url, cases, options);
  } finally {
    await machine.stop();
  }
}
