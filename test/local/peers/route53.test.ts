import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  InvalidChangeBatch,
  ListResourceRecordSetsCommand,
  NoSuchChange,
  PriorRequestNotComplete,
  Route53Client,
  type Change,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "#test/support/peers/aws/client.ts";
import { crashes, throttled } from "#test/support/peers/aws/fault.ts";
import { startRoute53Peer, type Route53Peer } from "#test/support/peers/aws/route53/peer.ts";

let peer: Route53Peer;
let client: Route53Client;
let HostedZoneId = "";

const weighted = (SetIdentifier: string, Weight: number): ResourceRecordSet => ({
  Name: "www.shop.test",
  Type: "A",
  SetIdentifier,
  Weight,
  TTL: 60,
  ResourceRecords: [{ Value: SetIdentifier === "blue" ? "192.0.2.1" : "192.0.2.2" }],
});
const plain = (Name: string, Value = "192.0.2.9"): ResourceRecordSet => ({
  Name,
  Type: "A",
  TTL: 60,
  ResourceRecords: [{ Value }],
});

beforeEach(async () => {
  peer = await startRoute53Peer({ pace: "steps" });
  client = new Route53Client(clientOf(peer));
  HostedZoneId = peer.zones.add("shop.test", [weighted("blue", 100), weighted("green", 0)]).id;
});

afterEach(() => peer.stop());

const change = (...Changes: Change[]) =>
  client.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes, Comment: "o-1" } }),
  );
const upsert = (set: ResourceRecordSet) => change({ Action: "UPSERT", ResourceRecordSet: set });
const create = (set: ResourceRecordSet): Change => ({ Action: "CREATE", ResourceRecordSet: set });
const remove = (set: ResourceRecordSet): Change => ({ Action: "DELETE", ResourceRecordSet: set });

async function weights() {
  const list = new ListResourceRecordSetsCommand({
    HostedZoneId,
    StartRecordName: "www.shop.test",
  });
  const { ResourceRecordSets = [] } = await client.send(list);
  return Object.fromEntries(
    ResourceRecordSets.map(({ SetIdentifier = "", Weight }) => [SetIdentifier, Weight]),
  );
}

describe("Route 53", () => {
  it("shifts weights in one batch, PENDING until all name servers know", async () => {
    const { ChangeInfo: info } = await change(
      { Action: "UPSERT", ResourceRecordSet: weighted("blue", 0) },
      { Action: "UPSERT", ResourceRecordSet: weighted("green", 255) },
    );
    expect(info).toMatchObject({ Status: "PENDING", Comment: "o-1" });
    expect(info?.Id).toMatch(/^\/change\/C/);
    expect(info?.SubmittedAt).toBeInstanceOf(Date);
    expect(await weights()).toEqual({ blue: 0, green: 255 });
    const get = new GetChangeCommand({ Id: info?.Id });
    expect((await client.send(get)).ChangeInfo?.Status).toBe("PENDING");
    peer.step();
    expect((await client.send(get)).ChangeInfo?.Status).toBe("INSYNC");
    const unknown = new GetChangeCommand({ Id: "/change/C0" });
    await expect(client.send(unknown)).rejects.toBeInstanceOf(NoSuchChange);
  });

  it("makes all changes of a batch or none, and names all that is wrong", async () => {
    const failure: unknown = await change(
      { Action: "UPSERT", ResourceRecordSet: weighted("blue", 7) },
      create(weighted("green", 1)),
      remove(plain("gone.shop.test")),
      remove({ ...weighted("blue", 8) }),
      create(plain("www.other.test")),
    ).catch((error) => error);
    expect(failure).toBeInstanceOf(InvalidChangeBatch);
    expect(failure).toMatchObject({
      message:
        "[Tried to create resource record set [name='www.shop.test.', type='A', set-identifier='green'] but it already exists, " +
        "Tried to delete resource record set [name='gone.shop.test.', type='A'] but it was not found, " +
        "Tried to delete resource record set [name='www.shop.test.', type='A', set-identifier='blue'] but the values provided do not match the current values, " +
        "RRSet with DNS name www.other.test. is not permitted in zone shop.test.]",
    });
    expect(await weights()).toEqual({ blue: 100, green: 0 });
    expect(peer.calls("ChangeResourceRecordSets").map(({ effect }) => effect)).toEqual([false]);
  });

  it("replaces a record by deleting it with its own values and creating it anew", async () => {
    await change(remove(weighted("blue", 100)), create(weighted("blue", 50)));
    expect(await weights()).toEqual({ blue: 50, green: 0 });
  });

  it.each<[string, Partial<ResourceRecordSet>, string]>([
    ["a weight over 255", { Weight: 256 }, "InvalidInput"],
    ["a weight below 0", { Weight: -1 }, "InvalidInput"],
    ["a weight without a set", { SetIdentifier: undefined }, "InvalidInput"],
    ["a set without a weight", { Weight: undefined }, "InvalidInput"],
    ["no values", { ResourceRecords: undefined }, "InvalidInput"],
    [
      "a plain record beside weighted ones",
      { Weight: undefined, SetIdentifier: undefined },
      "InvalidChangeBatch",
    ],
    ["a CNAME beside an A record", { Type: "CNAME" }, "InvalidChangeBatch"],
    ["a CNAME at the apex", { Type: "CNAME", Name: "shop.test" }, "InvalidChangeBatch"],
    [
      "an address that is none",
      { ResourceRecords: [{ Value: "300.1.1.1" }] },
      "InvalidChangeBatch",
    ],
  ])("refuses %s", async (_case, part, name) => {
    await expect(upsert({ ...weighted("red", 1), ...part })).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: 400 },
    });
    expect(await weights()).toEqual({ blue: 100, green: 0 });
  });

  it("keeps what XML would break, wildcards escaped, and aliases", async () => {
    const text = { Name: "t.shop.test", Type: "TXT", TTL: 5 } as const;
    await upsert({ ...text, ResourceRecords: [{ Value: `"a <b> & 'c'"` }] });
    await upsert(plain("*.shop.test"));
    const AliasTarget = { HostedZoneId, DNSName: "www.shop.test", EvaluateTargetHealth: true };
    await upsert({ Name: "shop.test", Type: "A", AliasTarget });
    const { ResourceRecordSets = [] } = await client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId }),
    );
    const found = (name: string, type: string) =>
      ResourceRecordSets.find(({ Name, Type }) => Name === name && Type === type);
    expect(found("t.shop.test.", "TXT")?.ResourceRecords?.[0]?.Value).toBe(`"a <b> & 'c'"`);
    expect(found("\\052.shop.test.", "A")?.TTL).toBe(60);
    expect(found("shop.test.", "A")?.AliasTarget).toMatchObject({ EvaluateTargetHealth: true });
  });

  it("refuses a batch over a thousand records", async () => {
    const values = Array.from({ length: 501 }, (_, n) => ({ Value: `10.0.${n >> 8}.${n & 255}` }));
    const big = { ...plain("big.shop.test"), ResourceRecords: values };
    await expect(upsert(big)).rejects.toThrow("Number of records limit of 1000 exceeded");
    await change(create(big));
  });

  it("takes no other batch while it processes one, in that zone", async () => {
    peer.delays.busyMs = 10;
    const other = peer.zones.add("other.test").id;
    await upsert(weighted("blue", 1));
    await expect(upsert(weighted("blue", 2))).rejects.toBeInstanceOf(PriorRequestNotComplete);
    const Changes = [create(plain("www.other.test"))];
    const input = { HostedZoneId: other, ChangeBatch: { Changes } };
    await client.send(new ChangeResourceRecordSetsCommand(input));
    expect(await weights()).toMatchObject({ blue: 1 });
    peer.step();
    await upsert(weighted("blue", 2));
  });

  it("throttles and breaks in its own words, and goes on by the clock", async () => {
    peer.fault("*", throttled(), crashes);
    await expect(weights()).rejects.toMatchObject({ name: "Throttling", message: "Rate exceeded" });
    await expect(weights()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await peer.stop();
    peer = await startRoute53Peer({ delays: { syncMs: 1 } });
    client = new Route53Client(clientOf(peer));
    HostedZoneId = peer.zones.add("shop.test").id;
    const { ChangeInfo } = await upsert(weighted("blue", 1));
    const get = new GetChangeCommand({ Id: ChangeInfo?.Id });
    const status = async () => (await client.send(get)).ChangeInfo?.Status;
    await expect.poll(status, { timeout: 5_000, interval: 5 }).toBe("INSYNC");
  });
});
