import {
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  NoSuchHostedZone,
  Route53Client,
  type ListResourceRecordSetsCommandInput,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "#test/support/peers/aws/client.ts";
import { startRoute53Peer, type Route53Peer } from "#test/support/peers/aws/route53/peer.ts";

let peer: Route53Peer;
let client: Route53Client;
let HostedZoneId = "";

const record = (Name: string, more: Partial<ResourceRecordSet> = {}): ResourceRecordSet => ({
  Name,
  Type: "A",
  TTL: 60,
  ResourceRecords: [{ Value: "192.0.2.1" }],
  ...more,
});

beforeEach(async () => {
  peer = await startRoute53Peer();
  client = new Route53Client(clientOf(peer));
  const records = [
    record("www.shop.test", { SetIdentifier: "green", Weight: 0 }),
    record("www.shop.test", { SetIdentifier: "blue", Weight: 100 }),
    record("b.a.shop.test"),
    record("aa.shop.test"),
    record("a.shop.test"),
  ];
  HostedZoneId = peer.zones.add("shop.test", records).id;
});

afterEach(() => peer.stop());

const title = ({ Name, Type, SetIdentifier }: ResourceRecordSet) =>
  [Name, Type, SetIdentifier].filter(Boolean).join(" ");

describe("Route 53's lists", () => {
  it("lists in the order of reversed names, page by page within a group of weights", async () => {
    const pages = [];
    let next: Partial<ListResourceRecordSetsCommandInput> | undefined = {};
    while (next) {
      const list = new ListResourceRecordSetsCommand({ HostedZoneId, MaxItems: 2, ...next });
      const page: ListResourceRecordSetsCommandOutput = await client.send(list);
      pages.push(page.ResourceRecordSets?.map(title));
      next = page.IsTruncated
        ? {
            StartRecordName: page.NextRecordName,
            StartRecordType: page.NextRecordType,
            StartRecordIdentifier: page.NextRecordIdentifier,
          }
        : undefined;
    }
    expect(pages).toEqual([
      ["shop.test. NS", "shop.test. SOA"],
      ["a.shop.test. A", "b.a.shop.test. A"],
      ["aa.shop.test. A", "www.shop.test. A blue"],
      ["www.shop.test. A green"],
    ]);
    const typeOnly = new ListResourceRecordSetsCommand({ HostedZoneId, StartRecordType: "A" });
    await expect(client.send(typeOnly)).rejects.toMatchObject({ name: "InvalidInput" });
    const other = new ListResourceRecordSetsCommand({ HostedZoneId: "Z0" });
    await expect(client.send(other)).rejects.toBeInstanceOf(NoSuchHostedZone);
  });

  it("lists zones from a name on, which need not be there", async () => {
    peer.zones.add("zoo.test");
    peer.zones.add("bar.test");
    const list = async (input: object) => {
      const { HostedZones = [], NextDNSName } = await client.send(
        new ListHostedZonesByNameCommand(input),
      );
      return [HostedZones.map(({ Name }) => Name), NextDNSName];
    };
    expect(await list({})).toEqual([["bar.test.", "shop.test.", "zoo.test."], undefined]);
    expect(await list({ DNSName: "missing.test", MaxItems: 1 })).toEqual([
      ["shop.test."],
      "zoo.test.",
    ]);
  });
});
