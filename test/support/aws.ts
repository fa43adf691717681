import { vi } from "vitest";
import { driverOf } from "#functions/action/drivers.ts";
import { providers } from "#functions/action/providers.ts";
import { findAction } from "#shared/action/catalogue/index.ts";
import type { Call, Driver, Option, Operation, Outcome } from "#shared/action/driver.ts";

/** Drivers against the peers, as the workflow calls them. */

export type AwsService = "APPCONFIG" | "ECS" | "LAMBDA" | "ROUTE_53" | "SSM" | "STS";

let accounts = 0;

/**
 * Leads the service to its peer and answers the name of an account that nobody has a client for yet: clients read
 * their addresses when they are made.
 */
export function reach(service: AwsService, { endpoint }: { endpoint: string }): string {
  Object.assign(process.env, {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    [`AWS_ENDPOINT_URL_${service}`]: endpoint,
  });
  accounts += 1;
  return `account-${accounts}`;
}

export const settingsOf = (account: string, roleArn = ""): Call["settings"] => ({
  aws: { accounts: [{ name: account, region: "us-east-1", roleArn }] },
});

/** A call as the workflow makes it: its parameters went through the schema of the action. */
export function callOf(
  code: string,
  parameters: Record<string, unknown> & { account: string },
  given: Partial<Call> = {},
): Call {
  return {
    orderId: "ord_1",
    seq: 1,
    target: null,
    key: "ord_1-1-0",
    parameters: findAction(code)?.parameters.parse(parameters) as Record<string, unknown>,
    settings: settingsOf(parameters.account),
    mode: "run",
    startedBy: { id: "usr_1", name: "Dave" },
    locale: "en",
    order: { name: "An order", url: "https://countersign.test/orders/ord_1" },
    callback: { url: "https://countersign.test/callback", token: "token" },
    attempt: 1,
    beganAt: "2026-11-21T08:00:00.000Z",
    now: "2026-11-21T08:00:00.000Z",
    ...given,
  };
}

type Full = { [Key in keyof Driver]-?: NonNullable<Driver[Key]> };

/** The driver of an action; what it lacks fails when it is called. */
export function fullDriver(code: string): Full {
  const driver = driverOf(code);
  const lacks = () => Promise.reject(new Error(`${code} lacks it`));
  return { poll: lacks, advance: lacks, cancel: lacks, find: lacks, rehearse: lacks, ...driver };
}

/** The operation that an outcome leaves behind. */
export function operationIn(outcome: Outcome): Operation {
  if ("operation" in outcome) return outcome.operation;
  throw new Error(`no operation: ${JSON.stringify(outcome)}`);
}

/** Follows an operation to its end: makes the calls it wants, lets the peer do a step between two looks. */
export async function toEnd(
  code: string,
  call: Call,
  begun: Outcome,
  step: () => void = () => undefined,
): Promise<{ outcome: Outcome; seen: string[]; log: string[] }> {
  const driver = fullDriver(code);
  const seen: string[] = [];
  const log: string[] = [];
  let outcome = begun;
  for (let looks = 0; looks < 60; looks += 1) {
    if ("progress" in outcome && outcome.progress !== undefined) seen.push(outcome.progress);
    if (outcome.log) log.push(...outcome.log.split("\n"));
    if (outcome.kind === "wants") {
      outcome = await driver.advance(call, outcome.operation, outcome.step);
    } else if (outcome.kind === "started") {
      step();
      outcome = await driver.poll(call, outcome.operation);
    } else return { outcome, seen, log };
  }
  throw new Error(`no end: ${JSON.stringify(outcome)}`);
}

/** Lets nobody wait longer than this for an answer. */
export function impatient(ms: number): void {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => timeout(ms));
}

/** What a source offers, whatever filter holds. */
export async function offered(
  source: string,
  parameters: Record<string, unknown> & { account: string },
): Promise<Option[]> {
  const provider = providers[source];
  if (provider === undefined) throw new Error(`no source ${source}`);
  const settings = settingsOf(parameters.account);
  const signal = AbortSignal.timeout(5_000);
  return provider({ settings, parameters, signal, search: "", now: "2026-11-21T08:00:00.000Z" });
}
