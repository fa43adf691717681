import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ecsScale, EcsScaleParameters } from "#shared/action/catalogue/ecs-scale.ts";
import type { Call, Outcome } from "#shared/action/driver.ts";
import {
  callOf,
  fullDriver,
  impatient,
  offered,
  operationIn,
  reach,
  toEnd,
} from "#test/support/aws.ts";
import { startEcsPeer, type EcsPeer } from "#test/support/peers/aws/ecs/peer.ts";
import type { ServiceRun } from "#test/support/peers/aws/ecs/service.ts";
import {
  answersLate,
  crashes,
  fails,
  hangs,
  hangsUpAfterEffect,
  hangsUpBeforeEffect,
  throttled,
} from "#test/support/peers/aws/fault.ts";

let peer: EcsPeer;
let web: ServiceRun;
let account: string;
const code = "ecs.scale";
const { start, advance, poll, rehearse } = fullDriver(code);

beforeEach(async () => {
  peer = await startEcsPeer({ pace: "steps" });
  account = reach("ECS", peer);
  web = peer.clusters.add("prod", { name: "web", desired: 2, definition: "web:1" });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await peer.stop();
});

const place = () => ({ account, cluster: "prod", service: "web" });
const call = (parameters: object = {}, given: Partial<Call> = {}) =>
  callOf(code, { ...place(), desiredCount: 4, ...parameters }, given);
const follow = async (given: Call, begun?: Outcome) =>
  toEnd(code, given, begun ?? (await start(given)), () => peer.step());
const undo = (given: Call, outcome: Outcome) => {
  const output = "output" in outcome ? (outcome.output ?? {}) : {};
  return ecsScale.inverse?.parameters(given.parameters, output);
};

describe("ecs.scale", () => {
  it("remembers the count that was there before it changes anything", async () => {
    const begun = await start(call());
    expect(begun).toMatchObject({
      kind: "wants",
      step: "scale",
      operation: { previousDesired: 2 },
    });
    expect(peer.calls("UpdateService")).toEqual([]);
  });

  it("scales out, and is done when all tasks run", async () => {
    const { outcome, seen } = await follow(call());
    expect(outcome).toEqual({
      kind: "succeeded",
      output: { previousDesired: 2, desired: 4, running: 4 },
      text: "2 → 4",
      log: "",
    });
    expect(seen).toEqual(["2/2", "2/4 (+1)", "3/4", "3/4 (+1)"]);
    expect(peer.calls("UpdateService").map(({ input }) => input)).toEqual([
      { cluster: "prod", service: "web", desiredCount: 4 },
    ]);
  });

  it("scales in, and back to what was there with its inverse", async () => {
    const given = call({ desiredCount: 1 });
    const { outcome } = await follow(given);
    expect(outcome).toMatchObject({ kind: "succeeded", output: { running: 1 } });
    const back = undo(given, outcome);
    expect(back).toMatchObject({ ...place(), desiredCount: 2 });
    const end = await follow(call(back ?? {}));
    expect(end.outcome).toMatchObject({ kind: "succeeded", output: { running: 2 } });
  });

  it("scales to 0 only where that is allowed, and its inverse may go back to 0", async () => {
    const parses = (given: object) =>
      EcsScaleParameters.safeParse({ ...place(), ...given }).success;
    expect(parses({ desiredCount: 0 })).toBe(false);
    expect(parses({ desiredCount: 0, mayStopAll: true })).toBe(true);
    peer.clusters.add("prod", { name: "idle", desired: 0, definition: "idle:1" });
    const given = call({ service: "idle", desiredCount: 1 });
    const { outcome } = await follow(given);
    expect(parses(undo(given, outcome) ?? {})).toBe(true);
    expect(undo(given, outcome)).toMatchObject({ desiredCount: 0 });
  });

  it("has nothing to undo where the count was there already", async () => {
    const given = call({ desiredCount: 2 });
    const { outcome } = await follow(given);
    expect(outcome).toMatchObject({ kind: "succeeded", output: { previousDesired: 2 } });
    expect(undo(given, outcome)).toBeNull();
    expect(ecsScale.inverse?.parameters(given.parameters, {})).toBeNull();
  });

  it("shows why tasks are not placed, once in the log, and goes on", async () => {
    web.capacity = 3;
    const given = call();
    const begun = await advance(given, operationIn(await start(given)), "scale");
    peer.step(3);
    const first = await poll(given, operationIn(begun));
    expect(first).toMatchObject({
      kind: "started",
      progress: expect.stringMatching(/^3\/4 .*unable to place a task/),
      log: expect.stringContaining("unable to place a task"),
    });
    const second = await poll(given, operationIn(first));
    expect(second).toMatchObject({ progress: expect.stringContaining("unable to place"), log: "" });
    web.capacity = 9;
    expect((await follow(given, second)).outcome.kind).toBe("succeeded");
  });

  it("tells nothing that the service said before", async () => {
    web.events = [{ id: "old", at: new Date(), message: "(service web) is old news." }];
    const { log, seen } = await follow(call());
    expect([...log, ...seen].join()).not.toContain("old news");
  });

  it("has failed when the deployment of the service has", async () => {
    peer.clusters.definitions.add("web:2");
    peer.clusters.broken.add("web:2");
    web.breaker = { enable: true, rollback: false };
    web.update({ definition: "web:2" });
    const { outcome } = await follow(call());
    expect(outcome).toMatchObject({
      kind: "failed",
      code: "ROLLOUT_FAILED",
      message: expect.stringContaining("circuit breaker"),
    });
  });

  it.each([
    ["before", hangsUpBeforeEffect],
    ["after", hangsUpAfterEffect],
  ])("keeps its way back when the answer is lost %s the effect", async (_when, fault) => {
    const given = call();
    const { operation } = (await start(given)) as Extract<Outcome, { kind: "wants" }>;
    peer.fault("UpdateService", fault);
    expect(await advance(given, operation, "scale")).toMatchObject({ kind: "no_answer" });
    const { outcome } = await follow(given, await poll(given, operation));
    expect(outcome).toMatchObject({
      kind: "succeeded",
      output: { previousDesired: 2, running: 4 },
    });
  });

  it("has failed when somebody else sets another count, and not at the first look that shows an old one", async () => {
    const given = call();
    let outcome = await advance(given, operationIn(await start(given)), "scale");
    web.update({ desired: 7 });
    for (let looks = 0; looks < 2; looks += 1) {
      outcome = await poll(given, operationIn(outcome));
      expect(outcome.kind).toBe("started");
    }
    expect(await poll(given, operationIn(outcome))).toMatchObject({
      kind: "failed",
      code: "CHANGED_BY_OTHERS",
      output: { previousDesired: 2, desired: 7 },
    });
  });

  it.each([
    ["a service that is not there", { service: "nobody" }, "ServiceNotFoundException"],
    ["a cluster that is not there", { cluster: "nowhere" }, "ClusterNotFoundException"],
  ])("fails for certain with the code of AWS: %s", async (_case, parameters, name) => {
    expect(await start(call(parameters))).toMatchObject({ kind: "failed", code: name });
    expect(await rehearse(call(parameters))).toMatchObject({ kind: "failed", code: name });
  });

  it("fails for certain when the service takes no change", async () => {
    const operation = operationIn(await start(call()));
    web.status = "DRAINING";
    expect(await advance(call(), operation, "scale")).toMatchObject({
      kind: "failed",
      code: "ServiceNotActiveException",
    });
  });

  it("is put off when it is throttled, and looks again after silence", async () => {
    impatient(200);
    const operation = operationIn(await start(call()));
    peer.fault("UpdateService", throttled({ retryAfterSeconds: 4 }));
    expect(await advance(call(), operation, "scale")).toMatchObject({
      kind: "throttled",
      afterSeconds: 4,
    });
    peer.fault("DescribeServices", throttled(), hangs, crashes, fails("AccessDeniedException"));
    expect(await poll(call(), operation)).toMatchObject({ kind: "throttled", afterSeconds: 10 });
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await poll(call(), operation)).toMatchObject({ kind: "no_answer" });
    }
    expect(web.desired).toBe(2);
  });

  it("waits for an answer that is only late", async () => {
    peer.fault("DescribeServices", answersLate(100));
    expect(await start(call())).toMatchObject({ kind: "wants" });
  });

  it("rehearses by saying what it would change", async () => {
    expect(await rehearse(call())).toEqual({ kind: "succeeded", text: "prod/web: 2 → 4 (2/2)" });
    expect(peer.calls("UpdateService")).toEqual([]);
  });

  it("offers clusters, and the services of the one that was chosen, over all pages", async () => {
    for (let n = 0; n < 120; n += 1) {
      peer.clusters.add("big", { name: `job-${n}`, desired: 0, definition: "job:1" });
      peer.clusters.add(`c-${n}`, { name: "x", desired: 0, definition: "job:1" });
    }
    const clusters = await offered("aws.clusters", { account });
    expect(clusters).toHaveLength(122);
    expect(clusters).toContainEqual({ value: "prod", label: "prod" });
    expect(await offered("aws.services", { account, cluster: "big" })).toHaveLength(120);
    expect(await offered("aws.services", { account, cluster: "prod" })).toEqual([
      { value: "web", label: "web" },
    ]);
    await expect(offered("aws.services", { account, cluster: "no" })).rejects.toThrow();
  });
});
