import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Call } from "#shared/action/driver.ts";
import { callOf, fullDriver, impatient, offered, reach } from "#test/support/aws.ts";
import {
  crashes,
  fails,
  hangs,
  hangsAfterEffect,
  hangsUpAfterEffect,
  hangsUpBeforeEffect,
  throttled,
} from "#test/support/peers/aws/fault.ts";
import { HandledError } from "#test/support/peers/aws/lambda/invocation.ts";
import { startLambdaPeer, type LambdaPeer } from "#test/support/peers/aws/lambda/peer.ts";

let peer: LambdaPeer;
let account: string;
const { start, rehearse } = fullDriver("lambda.invoke");

beforeEach(async () => {
  peer = await startLambdaPeer();
  account = reach("LAMBDA", peer);
  peer.functions.set("restart", (event, { log, clientContext }) => {
    log("restarting");
    return { event, clientContext };
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await peer.stop();
});

const call = (parameters: object = {}, given: Partial<Call> = {}) =>
  callOf("lambda.invoke", { account, function: "restart", ...parameters }, given);

describe("lambda.invoke", () => {
  it("answers what the function answers, with its log, and tells it the key of the call", async () => {
    const outcome = await start(call({ payload: { host: "a" } }));
    expect(outcome).toMatchObject({
      kind: "succeeded",
      output: {
        status: 200,
        version: "$LATEST",
        payload: {
          event: { host: "a" },
          clientContext: { custom: { idempotencyKey: "ord_1-1-0", orderId: "ord_1" } },
        },
      },
    });
    expect(outcome.log).toContain("restarting");
    expect(peer.ran).toHaveLength(1);
  });

  it("runs the version or alias that is named, with an empty event when none is given", async () => {
    peer.functions.set("restart", {
      handler: () => "newest",
      versions: { 3: (event) => ({ three: event }) },
      aliases: { live: "3" },
    });
    expect(await start(call({ qualifier: "live" }))).toMatchObject({
      kind: "succeeded",
      output: { payload: { three: {} }, version: "3" },
    });
  });

  it.each([
    [new TypeError("no host"), "TypeError: no host"],
    [new HandledError("no disk"), "HandledError: no disk"],
  ])("has failed when the function has: %s", async (error, message) => {
    peer.functions.set("restart", (_event, { log }) => {
      log("half done");
      return Promise.reject(error);
    });
    const outcome = await start(call());
    expect(outcome).toMatchObject({ kind: "failed", code: "FUNCTION_FAILED", message });
    expect(outcome.log).toContain("half done");
  });

  it("has failed when the function ran out of its own time", async () => {
    peer.functions.set("restart", { handler: () => new Promise(() => undefined), timeoutMs: 20 });
    expect(await start(call())).toMatchObject({
      kind: "failed",
      code: "FUNCTION_FAILED",
      message: expect.stringContaining("Task timed out"),
    });
  });

  it("is done with an event once it is accepted, and does not wait for the function", async () => {
    const outcome = await start(call({ kind: "Event", payload: { n: 1 } }));
    expect(outcome).toMatchObject({ kind: "succeeded", output: { status: 202, payload: null } });
    await expect.poll(() => peer.ran.map(({ event }) => event)).toEqual([{ n: 1 }]);
  });

  it.each([
    ["a function that is not there", { function: "nobody" }, "ResourceNotFoundException"],
    ["a version that is not there", { qualifier: "7" }, "ResourceNotFoundException"],
    [
      "an event that is too large",
      { kind: "Event", payload: "x".repeat(1_100_000) },
      "RequestTooLargeException",
    ],
  ])("fails for certain with the code of AWS: %s", async (_case, parameters, code) => {
    expect(await start(call(parameters))).toMatchObject({ kind: "failed", code });
    expect(peer.ran).toEqual([]);
  });

  it("knows errors by their names, whatever their words", async () => {
    peer.fault("Invoke", fails("AccessDeniedException", { status: 403, message: "Rate exceeded" }));
    expect(await start(call())).toEqual({
      kind: "failed",
      code: "AccessDeniedException",
      message: "AccessDeniedException: Rate exceeded",
    });
  });

  it("is put off while the function has no capacity, as long as AWS asks for", async () => {
    peer.fault("Invoke", throttled({ retryAfterSeconds: 7 }), throttled());
    expect(await start(call())).toMatchObject({ kind: "throttled", afterSeconds: 7 });
    expect(await start(call())).toMatchObject({ kind: "throttled", afterSeconds: 10 });
    expect(peer.ran).toEqual([]);
    expect(peer.calls("Invoke")).toHaveLength(2);
  });

  it.each([
    ["a server that broke", crashes, 0],
    ["a connection that went before", hangsUpBeforeEffect, 0],
    ["a connection that went after", hangsUpAfterEffect, 1],
    ["silence", hangs, 0],
    ["silence after the effect", hangsAfterEffect, 1],
  ])("is of unknown end, and is called once: %s", async (_case, fault, effects) => {
    impatient(200);
    peer.fault("Invoke", fault);
    expect(await start(call())).toMatchObject({ kind: "no_answer" });
    expect(peer.calls("Invoke")).toHaveLength(1);
    expect(peer.ran).toHaveLength(effects);
  });

  it("is certain that nothing happened where nobody listens", async () => {
    await peer.stop();
    expect(await start(call())).toMatchObject({ kind: "failed", code: "UNREACHABLE" });
    peer = await startLambdaPeer();
  });

  it("fails for an account that the settings do not have", async () => {
    const unset = call({}, { settings: { aws: { accounts: [] } } });
    expect(await start(unset)).toMatchObject({ kind: "failed", code: "UNKNOWN_ACCOUNT" });
  });

  it("keeps no long answer where it would be cut: it stands in the log", async () => {
    peer.functions.set("restart", () => "y".repeat(9_000));
    const outcome = await start(call());
    expect(outcome).toMatchObject({ kind: "succeeded", output: { payload: null } });
    expect(outcome.log).toContain("y".repeat(9_000));
  });

  it("shows whole lines of a log whose beginning AWS has cut", async () => {
    peer.functions.set("restart", (_event, { log }) => {
      log(`a secret ${"z".repeat(300)}`);
      for (let n = 0; n < 40; n += 1) log(`line ${n} ${"w".repeat(90)}`);
    });
    const { log = "" } = await start(call());
    expect(log.length).toBeGreaterThan(3_000);
    expect(log).toMatch(/^line \d+ w{90}\n/);
  });

  it("rehearses by asking AWS whether it might, and runs nothing", async () => {
    expect(await rehearse(call())).toEqual({ kind: "succeeded", text: "May invoke restart." });
    expect(await rehearse(call({ function: "nobody" }))).toMatchObject({
      kind: "failed",
      code: "ResourceNotFoundException",
    });
    expect(peer.ran).toEqual([]);
    expect(peer.calls().every(({ effect }) => !effect)).toBe(true);
  });

  it("offers the functions of the account, over all pages", async () => {
    for (let n = 0; n < 60; n += 1) peer.functions.set(`job-${n}`, () => null);
    const found = await offered("aws.functions", { account });
    expect(found).toHaveLength(61);
    expect(found[0]).toEqual({ value: "job-0", label: "job-0" });
  });
});
