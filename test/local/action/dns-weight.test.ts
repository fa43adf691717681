import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dnsWeight, DnsWeightParameters } from "#shared/action/catalogue/dns-weight.ts";
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
import {
  crashes,
  fails,
  hangs,
  hangsUpAfterEffect,
  hangsUpBeforeEffect,
  throttled,
} from "#test/support/peers/aws/fault.ts";
import { startRoute53Peer, type Route53Peer } from "#test/support/peers/aws/route53/peer.ts";
import type { Zone } from "#test/support/peers/aws/route53/zones.ts";

let peer: Route53Peer;
let zone: Zone;
let account: string;
const code = "dns.weight";
const { start, advance, poll, rehearse } = fullDriver(code);

const blue: ResourceRecordSet = {
  Name: "www.shop.test",
  Type: "A",
  SetIdentifier: "blue",
  Weight: 100,
  TTL: 60,
  HealthCheckId: "11111111-1111-1111-1111-111111111111",
  ResourceRecords: [{ Value: "192.0.2.1" }, { Value: "192.0.2.3" }],
};
const AliasTarget = { HostedZoneId: "ZLB", DNSName: "green.elb.test.", EvaluateTargetHealth: true };
const green: ResourceRecordSet = {
  Name: "www.shop.test",
  Type: "A",
  SetIdentifier: "green",
  Weight: 0,
  AliasTarget,
};
const red: ResourceRecordSet = { ...blue, SetIdentifier: "red", Weight: 0, TTL: 5 };
const others: ResourceRecordSet[] = [
  { ...blue, Type: "AAAA", Weight: 9, ResourceRecords: [{ Value: "2001:db8::1" }] },
  { Name: "api.shop.test", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.9" }] },
  { ...blue, Name: "*.shop.test", SetIdentifier: "any", Weight: 3 },
];

beforeEach(async () => {
  peer = await startRoute53Peer({ pace: "steps" });
  account = reach("ROUTE_53", peer);
  zone = peer.zones.add("shop.test", [blue, green, red, ...others]);
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
      zone: zone.id,
      record: "www.shop.test",
      weights: { blue: 0, green: 100 },
      ...parameters,
    },
    given,
  );
const follow = async (given: Call, begun?: Outcome) =>
  toEnd(code, given, begun ?? (await start(given)), () => peer.step());
const recordOf = (set: string, type = "A") =>
  zone.records.find(({ SetIdentifier, Type }) => SetIdentifier === set && Type === type);
const weights = () => ["blue", "green", "red"].map((set) => recordOf(set)?.Weight);

describe("dns.weight", () => {
  it("remembers the weights that were there before it changes anything", async () => {
    expect(await start(call())).toMatchObject({
      kind: "wants",
      step: "shift",
      operation: { previous: { blue: 100, green: 0 } },
    });
    expect(peer.calls("ChangeResourceRecordSets")).toEqual([]);
  });

  it("shifts the weights and leaves everything else as it was, until all name servers know", async () => {
    const before = structuredClone(zone.records);
    const { outcome, seen } = await follow(call());
    expect(outcome).toMatchObject({
      kind: "succeeded",
      output: {
        previous: { blue: 100, green: 0 },
        weights: { blue: 0, green: 100 },
        changeId: expect.stringMatching(/^\/change\/C/),
      },
      text: "blue: 100 → 0, green: 0 → 100",
    });
    expect(seen).toEqual([]);
    const expected = before.map((one) => {
      if (one.Type !== "A" || one.Name !== "www.shop.test.") return one;
      return { ...one, Weight: { blue: 0, green: 100, red: 0 }[one.SetIdentifier ?? ""] };
    });
    const sorted = (all: object[]) =>
      all.map((one) => JSON.stringify(one, Object.keys(one).sort())).sort();
    expect(sorted(zone.records)).toEqual(sorted(expected));
    expect(recordOf("blue")).toMatchObject({ ...blue, Name: "www.shop.test.", Weight: 0 });
    expect(recordOf("green")?.AliasTarget).toEqual(AliasTarget);
    expect(peer.calls("ChangeResourceRecordSets")).toHaveLength(1);
    expect(peer.calls("ChangeResourceRecordSets")[0]?.input).toMatchObject({
      ChangeBatch: { Comment: "ord_1-1-0" },
    });
  });

  it("waits while name servers do not know yet", async () => {
    const given = call();
    const begun = await advance(given, operationIn(await start(given)), "shift");
    expect(await poll(given, operationIn(begun))).toMatchObject({
      kind: "started",
      progress: "PENDING",
    });
    peer.step();
    expect(await poll(given, operationIn(begun))).toMatchObject({ kind: "succeeded" });
  });

  it("goes back with its inverse", async () => {
    const given = call();
    const { outcome } = await follow(given);
    const output = "output" in outcome ? (outcome.output ?? {}) : {};
    const back = dnsWeight.inverse?.parameters(given.parameters, output);
    expect(back).toMatchObject({ zone: zone.id, weights: { blue: 100, green: 0 } });
    expect((await follow(call(back ?? {}))).outcome.kind).toBe("succeeded");
    expect(weights()).toEqual([100, 0, 0]);
  });

  it("changes nothing where all is as wished, and has nothing to undo then", async () => {
    const given = call({ weights: { blue: 100 } });
    const outcome = await start(given);
    expect(outcome).toMatchObject({ kind: "succeeded", output: { changeId: null } });
    const output = "output" in outcome ? (outcome.output ?? {}) : {};
    expect(dnsWeight.inverse?.parameters(given.parameters, output)).toBeNull();
    expect(dnsWeight.inverse?.parameters(given.parameters, {})).toBeNull();
    expect(peer.calls("ChangeResourceRecordSets")).toEqual([]);
  });

  it.each([
    ["all weights would be 0", { weights: { blue: 0 } }, "ALL_ZERO"],
    ["a set is not there", { weights: { pink: 7 } }, "UNKNOWN_SET"],
    [
      "a record is not weighted",
      { record: "api.shop.test", weights: { blue: 7 } },
      "NO_WEIGHTED_RECORDS",
    ],
    ["a zone is not there", { zone: "Z0" }, "NoSuchHostedZone"],
  ])("refuses when %s, before and in the moment of the change", async (_case, parameters, name) => {
    const given = call(parameters);
    expect(await start(given)).toMatchObject({ kind: "failed", code: name });
    expect(await advance(given, { previous: {}, changeId: null }, "shift")).toMatchObject({
      code: name,
    });
    expect(await rehearse(given)).toMatchObject({ kind: "failed", code: name });
    expect(peer.calls("ChangeResourceRecordSets")).toEqual([]);
  });

  it("refuses no weights, too many, and weights that Route 53 does not know", () => {
    const parses = (given: Record<string, number>) =>
      DnsWeightParameters.safeParse({ account, zone: "Z1", record: "a.test", weights: given })
        .success;
    expect(parses({ blue: 255 })).toBe(true);
    expect(parses({})).toBe(false);
    expect(parses({ blue: 256 })).toBe(false);
    expect(parses(Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`s${n}`, 1])))).toBe(
      false,
    );
  });

  it("finds wildcards and names in capitals", async () => {
    expect((await follow(call({ record: "*.SHOP.test", weights: { any: 8 } }))).outcome.kind).toBe(
      "succeeded",
    );
    expect(recordOf("any")?.Weight).toBe(8);
  });

  it("finds all sets of a name that fill more than one page", async () => {
    const many = Array.from({ length: 320 }, (_, n) => ({
      ...blue,
      Name: "many.shop.test",
      SetIdentifier: `s${String(n).padStart(3, "0")}`,
      Weight: 1,
    }));
    zone = peer.zones.add("shop.test", [...many, ...others]);
    const given = call({ record: "many.shop.test", weights: { s319: 9 } });
    expect((await follow(given)).outcome.kind).toBe("succeeded");
  });

  it.each([
    ["before", hangsUpBeforeEffect],
    ["after", hangsUpAfterEffect],
  ])(
    "is written again when the answer is lost %s the effect, and keeps its way back",
    async (_when, fault) => {
      const given = call();
      const operation = operationIn(await start(given));
      peer.fault("ChangeResourceRecordSets", fault);
      expect(await advance(given, operation, "shift")).toMatchObject({ kind: "no_answer" });
      const looked = await poll(given, operation);
      expect(looked).toMatchObject({ kind: "wants", step: "shift" });
      const { outcome } = await follow(given, looked);
      expect(outcome).toMatchObject({
        kind: "succeeded",
        output: { previous: { blue: 100, green: 0 } },
      });
      expect(weights()).toEqual([0, 100, 0]);
    },
  );

  it("is put off while Route 53 is busy with the change before", async () => {
    peer.delays.busyMs = 1;
    const first = call();
    await advance(first, operationIn(await start(first)), "shift");
    const second = call({ weights: { red: 5 } });
    const operation = operationIn(await start(second));
    expect(await advance(second, operation, "shift")).toMatchObject({ kind: "throttled" });
    expect(weights()).toEqual([0, 100, 0]);
    peer.step();
    expect((await follow(second, await advance(second, operation, "shift"))).outcome.kind).toBe(
      "succeeded",
    );
  });

  it("is put off when it is throttled, and looks again after silence", async () => {
    impatient(200);
    peer.fault("*", throttled());
    expect(await start(call())).toMatchObject({ kind: "throttled" });
    const operation = { previous: {}, changeId: "/change/C1" };
    peer.fault("GetChange", throttled(), hangs, crashes, fails("NoSuchChange"));
    expect(await poll(call(), operation)).toMatchObject({ kind: "throttled" });
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await poll(call(), operation)).toMatchObject({ kind: "no_answer" });
    }
  });

  it("rehearses by saying what it would change", async () => {
    expect(await rehearse(call())).toEqual({
      kind: "succeeded",
      text: "www.shop.test A: blue: 100 → 0, green: 0 → 100",
    });
    expect(peer.calls("ChangeResourceRecordSets")).toEqual([]);
  });

  it("offers zones, and the weighted records of one", async () => {
    for (let n = 0; n < 120; n += 1) peer.zones.add(`z${n}.test`);
    const zones = await offered("dns.zones", { account });
    expect(zones).toHaveLength(121);
    expect(zones).toContainEqual({ value: zone.id, label: "shop.test" });
    expect(await offered("dns.records", { account, zone: zone.id })).toEqual([
      { value: "*.shop.test", label: "*.shop.test (A)" },
      { value: "www.shop.test", label: "www.shop.test (A, AAAA)" },
    ]);
  });
});
