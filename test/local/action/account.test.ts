import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Call } from "#shared/action/driver.ts";
import { callOf, fullDriver, impatient, offered, reach, settingsOf } from "#test/support/aws.ts";
import { startEcsPeer, type EcsPeer } from "#test/support/peers/aws/ecs/peer.ts";
import { crashes, hangs, throttled } from "#test/support/peers/aws/fault.ts";
import { startStsPeer, type StsPeer } from "#test/support/peers/aws/sts/peer.ts";

let ecs: EcsPeer;
let sts: StsPeer;
let account: string;
const role = "arn:aws:iam::111122223333:role/countersign-prod";
const { start, advance, poll } = fullDriver("ecs.scale");

beforeEach(async () => {
  [ecs, sts] = await Promise.all([startEcsPeer(), startStsPeer()]);
  ecs.clusters.add("prod", { name: "web", desired: 2, definition: "web:1" });
  sts.roles.add(role);
  reach("STS", sts);
  account = reach("ECS", ecs);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all([ecs.stop(), sts.stop()]);
});

const call = (given: Partial<Call> = {}) =>
  callOf(
    "ecs.scale",
    { account, cluster: "prod", service: "web", desiredCount: 3 },
    { settings: settingsOf(account, role), ...given },
  );
const operation = { previousDesired: 2, isSet: false, strays: 0, lastEvent: "" };

describe("an account of its own role", () => {
  it("is worked in with that role, taken once for many calls", async () => {
    await Promise.all([start(call()), start(call())]);
    await advance(call(), operation, "scale");
    await offered("aws.clusters", { account });
    expect(sts.calls("AssumeRole").map(({ input }) => input)).toEqual([
      expect.objectContaining({ RoleArn: role, RoleSessionName: "countersign" }),
    ]);
    const signers = ecs.calls().map(({ operation: name, signer }) => [name, signer.slice(0, 4)]);
    expect(signers).toEqual([
      ["DescribeServices", "ASIA"],
      ["DescribeServices", "ASIA"],
      ["UpdateService", "ASIA"],
      // Asked with settings that name no role: as the platform itself.
      ["ListClusters", "loca"],
    ]);
  });

  it("fails for certain when the role is refused", async () => {
    sts.roles.clear();
    expect(await advance(call(), operation, "scale")).toMatchObject({
      kind: "failed",
      code: "AccessDenied",
      message: expect.stringContaining(role),
    });
    expect(ecs.calls()).toEqual([]);
  });

  it.each([
    ["is throttled", throttled()],
    ["broke", crashes],
  ])("is put off while STS %s: without credentials nothing was sent", async (_case, fault) => {
    sts.fault("AssumeRole", fault, fault);
    expect(await advance(call(), operation, "scale")).toMatchObject({ kind: "throttled" });
    expect(ecs.calls()).toEqual([]);
    expect(await advance(call(), operation, "scale")).toMatchObject({ kind: "started" });
  });

  it("is put off while STS is silent: without credentials nothing was sent", async () => {
    impatient(200);
    sts.fault("AssumeRole", hangs);
    expect(await advance(call(), operation, "scale")).toMatchObject({ kind: "throttled" });
    expect(await poll(call(), operation)).toMatchObject({ kind: "throttled" });
    expect(ecs.calls()).toEqual([]);
  });
});
