import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Call } from "#shared/action/driver.ts";
import { SsmRunCommandParameters } from "#shared/action/catalogue/ssm-run-command.ts";
import { callOf, fullDriver, impatient, operationIn, reach, toEnd } from "#test/support/aws.ts";
import {
  crashes,
  fails,
  hangs,
  hangsUpAfterEffect,
  hangsUpBeforeEffect,
  throttled,
} from "#test/support/peers/aws/fault.ts";
import { startSsmPeer, type SsmPeer } from "#test/support/peers/aws/ssm/peer.ts";

let peer: SsmPeer;
let account: string;
const code = "ssm.runCommand";
const { start, poll, find, cancel, rehearse } = fullDriver(code);
const [one, two, three] = ["i-00000001", "i-00000002", "i-00000003"] as const;

beforeEach(async () => {
  peer = await startSsmPeer({ pace: "steps" });
  account = reach("SSM", peer);
  for (const id of [one, two]) peer.fleet.set(id, { tags: { role: "web" } });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await peer.stop();
});

const call = (parameters: object = {}, given: Partial<Call> = {}) =>
  callOf(
    code,
    {
      account,
      document: "AWS-RunShellScript",
      parameters: { commands: ["uptime"] },
      instances: [one, two],
      ...parameters,
    },
    given,
  );
const run = (given: Call) =>
  start(given).then((begun) => toEnd(code, given, begun, () => peer.step()));
/** What the script does from now on, by instance. */
const script = (of: (instanceId: string) => object) =>
  peer.commands.documents.set("AWS-RunShellScript", {
    required: ["commands"],
    optional: [],
    platform: "Linux",
    run: ({ instanceId }) => of(instanceId),
  });

describe("ssm.runCommand", () => {
  it("sends one command for all instances, and tells what it did on each", async () => {
    script((id) => ({ stdout: `up on ${id}\n` }));
    const { outcome, seen, log } = await run(call({ maxConcurrency: "1" }));
    expect(outcome).toMatchObject({
      kind: "succeeded",
      text: "2/2",
      output: { status: "Success", succeeded: [one, two], failed: [] },
    });
    expect(seen).toContain("InProgress 1/2");
    expect(log).toEqual([
      `== ${one}: Success, 0`,
      `up on ${one}`,
      `== ${two}: Success, 0`,
      `up on ${two}`,
    ]);
    expect(peer.calls("SendCommand").map(({ input }) => input)).toMatchObject([
      {
        InstanceIds: [one, two],
        Parameters: { commands: ["uptime"] },
        MaxConcurrency: "1",
        MaxErrors: "0",
        TimeoutSeconds: 600,
        Comment: "ord_1-1-0",
      },
    ]);
  });

  it("goes on while the command is too new to be known", async () => {
    const begun = await start(call());
    const outcome = await poll(call(), operationIn(begun));
    expect(outcome).toEqual({ kind: "started", operation: operationIn(begun) });
  });

  it("chooses by tags, all of which must fit", async () => {
    peer.fleet.set(three, { tags: { role: "web", zone: "b" } });
    const tags = [
      { key: "role", values: ["web", "api"] },
      { key: "zone", values: ["b"] },
    ];
    const { outcome } = await run(call({ instances: [], tags }));
    expect(outcome).toMatchObject({ kind: "succeeded", output: { succeeded: [three] } });
  });

  it("has failed when the tags choose nobody, though AWS calls that a success", async () => {
    const tags = [{ key: "role", values: ["none"] }];
    const { outcome } = await run(call({ instances: [], tags }));
    expect(outcome).toMatchObject({ kind: "failed", code: "NO_INSTANCES" });
  });

  it("takes instances or tags, not both and not none", () => {
    const parse = (given: object) =>
      SsmRunCommandParameters.safeParse({ account, document: "Doc", ...given }).success;
    const tags = [{ key: "role", values: ["web"] }];
    expect(parse({ instances: [one] })).toBe(true);
    expect(parse({ tags })).toBe(true);
    expect(parse({})).toBe(false);
    expect(parse({ instances: [one], tags })).toBe(false);
    expect(parse({ instances: ["web-1"] })).toBe(false);
  });

  it("has failed with the instances that did not do it, and stops at the errors allowed", async () => {
    peer.fleet.set(three);
    script(() => ({ code: 3, stderr: "disk full" }));
    const { outcome, log } = await run(call({ instances: [one, two, three], maxConcurrency: "1" }));
    expect(outcome).toMatchObject({
      kind: "failed",
      code: "Failed",
      message: `0/3, ${one} Failed (3), ${two} Terminated, ${three} Terminated`,
      output: {
        failed: [one, two, three],
        instances: [{ id: one, status: "Failed", code: 3 }, { id: two }, { id: three }],
      },
    });
    expect(log).toContain("disk full");
    expect(peer.commands.ran).toHaveLength(1);
  });

  it("goes on over as many errors as are tolerated", async () => {
    peer.fleet.set(three);
    script((id) => ({ code: id === one ? 1 : 0 }));
    const { outcome } = await run(
      call({ instances: [one, two, three], maxConcurrency: "1", maxErrors: "1" }),
    );
    expect(outcome).toMatchObject({ kind: "failed", output: { succeeded: [two, three] } });
    expect(peer.commands.ran).toHaveLength(3);
  });

  it("has timed out where an instance does not take it", async () => {
    peer.fleet.set(two, { answers: false });
    const { outcome } = await run(call());
    expect(outcome).toMatchObject({
      kind: "failed",
      code: "DeliveryTimedOut",
      output: { failed: [two] },
    });
  });

  it("names the instance that is not online, and sends nothing", async () => {
    peer.fleet.set(two, { ping: "ConnectionLost" });
    const outcome = await start(call({ instances: [one, two, "i-0000dead"] }));
    expect(outcome).toEqual({
      kind: "failed",
      code: "InvalidInstanceId",
      message: `Not online: ${two}, i-0000dead.`,
    });
    expect(peer.calls("SendCommand").map(({ effect }) => effect)).toEqual([false]);
  });

  it("keeps to the words of AWS when it finds nothing wrong with the instances itself", async () => {
    const message = "no such state";
    peer.fault(
      "SendCommand",
      fails("InvalidInstanceId", { message }),
      fails("InvalidInstanceId", { message }),
    );
    expect(await start(call())).toMatchObject({
      code: "InvalidInstanceId",
      message: expect.stringContaining(message),
    });
    peer.fault("DescribeInstanceInformation", crashes);
    expect(await start(call())).toMatchObject({
      code: "InvalidInstanceId",
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ["a document that is not there", { document: "Nobody" }, "InvalidDocument"],
    ["parameters it does not take", { parameters: { nothing: ["x"] } }, "InvalidParameters"],
    ["the wrong platform", { document: "AWS-RunPowerShellScript" }, "UnsupportedPlatformType"],
  ])("fails for certain with the code of AWS: %s", async (_case, parameters, name) => {
    expect(await start(call(parameters))).toMatchObject({ kind: "failed", code: name });
    expect(peer.commands.ran).toEqual([]);
  });

  it("is put off when it is throttled, at its start and at a look", async () => {
    peer.fault("SendCommand", throttled({ retryAfterSeconds: 3 }));
    expect(await start(call())).toMatchObject({ kind: "throttled", afterSeconds: 3 });
    const begun = await start(call());
    peer.fault("ListCommands", throttled());
    expect(await poll(call(), operationIn(begun))).toMatchObject({ kind: "throttled" });
  });

  it.each([
    ["silence", hangs],
    ["a server that broke", crashes],
    ["a refusal to tell", fails("AccessDeniedException")],
  ])("looks again after a look without an answer: %s", async (_case, fault) => {
    impatient(200);
    const begun = await start(call());
    peer.step();
    peer.fault("ListCommands", fault);
    expect(await poll(call(), operationIn(begun))).toMatchObject({ kind: "no_answer" });
    expect(await poll(call(), operationIn(begun))).toMatchObject({ kind: "started" });
  });

  it("is found by its key after a lost answer, and goes on to its end", async () => {
    peer.fault("SendCommand", hangsUpAfterEffect);
    expect(await start(call())).toMatchObject({ kind: "no_answer" });
    // The list lags behind: not to be found yet is not known, never "it did not happen".
    expect(await find(call())).toMatchObject({ kind: "no_answer" });
    peer.step();
    const found = await find(call());
    expect(found).toMatchObject({ kind: "started" });
    const { outcome } = await toEnd(code, call(), found, () => peer.step());
    expect(outcome).toMatchObject({ kind: "succeeded" });
    expect(peer.commands.ran).toHaveLength(2);
    expect(peer.calls("SendCommand")).toHaveLength(1);
  });

  it("stays unknown when the call went nowhere, and finds no command of another key", async () => {
    await start(call({}, { key: "ord_1-1-1" }));
    peer.fault("SendCommand", hangsUpBeforeEffect);
    expect(await start(call())).toMatchObject({ kind: "no_answer" });
    peer.step();
    expect(await find(call())).toMatchObject({ kind: "no_answer" });
  });

  it("is found behind many younger commands", async () => {
    await start(call());
    for (let n = 0; n < 60; n += 1) await start(call({}, { key: `other-${n}` }));
    peer.step();
    expect(await find(call())).toMatchObject({ kind: "started" });
  });

  it("is cancelled as far as the instances hear it", async () => {
    const given = call({ maxConcurrency: "1" });
    const begun = await start(given);
    peer.step(2);
    const stopping = await cancel(given, operationIn(begun));
    expect(stopping).toMatchObject({ kind: "started" });
    const { outcome, log } = await toEnd(code, given, stopping, () => peer.step());
    expect(outcome.kind).toBe("cancelled");
    expect(log).toContain(`== ${two}: Cancelled, -1`);
    expect(peer.commands.ran).toEqual([]);
  });

  it("says when AWS refuses to cancel", async () => {
    const unknown = { commandId: crypto.randomUUID() };
    expect(await cancel(call(), unknown)).toMatchObject({
      kind: "failed",
      code: "InvalidCommandId",
    });
  });

  it("shows no half line where AWS has cut the output", async () => {
    script(() => ({ stdout: `first\n${"s".repeat(3_000)}` }));
    const { log } = await run(call({ instances: [one] }));
    expect(log).toEqual([`== ${one}: Success, 0`, "first", "…"]);
  });

  it("rehearses by naming the instances it would reach", async () => {
    peer.fleet.set(three, { ping: "ConnectionLost", tags: { role: "web" } });
    expect(await rehearse(call())).toEqual({
      kind: "succeeded",
      text: `AWS-RunShellScript: 2: ${one}, ${two}`,
    });
    const tags = [{ key: "role", values: ["web"] }];
    expect(await rehearse(call({ instances: [], tags }))).toMatchObject({
      text: `AWS-RunShellScript: 3: ${one}, ${two}, ${three} (ConnectionLost)`,
    });
    expect(await rehearse(call({ instances: [three] }))).toMatchObject({
      code: "InvalidInstanceId",
    });
    expect(
      await rehearse(call({ instances: [], tags: [{ key: "x", values: ["y"] }] })),
    ).toMatchObject({
      code: "NO_INSTANCES",
    });
    expect(peer.calls("SendCommand")).toEqual([]);
  });
});
