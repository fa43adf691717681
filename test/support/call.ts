import type { Call, Driver, Operation, Outcome } from "#shared/action/driver.ts";
import { actionOf } from "#shared/action/catalogue/index.ts";

/** A call as the run machine would make it, for drivers on their own. Parameters are filled up with defaults. */
export function callFor(
  code: string,
  parameters: Record<string, unknown>,
  given: Partial<Call> = {},
): Call {
  return {
    orderId: "ord_00000000000000000000000001",
    seq: 1,
    target: null,
    key: "ord_00000000000000000000000001-1-0",
    parameters: actionOf(code).parameters.parse(parameters) as Record<string, unknown>,
    mode: "run",
    startedBy: { id: "usr_alice", name: "Alice" },
    locale: "en",
    order: { name: "Build", url: "http://127.0.0.1:3000/orders/ord_1" },
    callback: { url: "http://127.0.0.1:3000/callback", token: "callback-token" },
    attempt: 1,
    beganAt: "2026-03-02T08:00:00.000Z",
    now: "2026-03-02T08:00:00.000Z",
    ...given,
    settings: { outbound: { hosts: [] }, ...given.settings },
  };
}

type Played = { outcome: Outcome; operation: Operation; steps: string[]; log: string };

const mostTurns = 200;

/**
 * Takes an operation to its end as the engine would when every answer comes: looks, makes each wanted call once, is
 * patient when it is told to. `between` is called before each look: time passes there.
 */
export async function play(
  driver: Driver,
  call: Call,
  between: () => unknown = () => undefined,
): Promise<Played> {
  const steps: string[] = [];
  let operation: Operation = {};
  let log = "";
  let outcome = await driver.start(call);
  for (let turn = 0; turn < mostTurns; turn += 1) {
    log += outcome.log ?? "";
    if ("operation" in outcome) ({ operation } = outcome);
    if (outcome.kind === "wants" && !steps.includes(outcome.step)) {
      steps.push(outcome.step);
      outcome = await missing(driver.advance)(call, operation, outcome.step);
      continue;
    }
    if (outcome.kind !== "started" && outcome.kind !== "wants") break;
    await between();
    outcome = await missing(driver.poll)(call, operation);
  }
  return { outcome, operation, steps, log };
}

/** A part of a driver that a test relies on. */
export function missing<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error("the driver can't do that");
  return part;
}
