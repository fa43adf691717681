import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type HostedZone,
  type ListHostedZonesByNameCommandOutput,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { perAccount, until, type Way } from "./account.ts";

const client = /* @__PURE__ */ perAccount((config) => new Route53Client(config));

export type DnsZone = HostedZone;
export type DnsRecord = ResourceRecordSet;

export async function listZones(way: Way): Promise<DnsZone[]> {
  const found: DnsZone[] = [];
  let next: Pick<ListHostedZonesByNameCommandOutput, "NextDNSName" | "NextHostedZoneId"> = {};
  do {
    const { NextDNSName: DNSName, NextHostedZoneId: HostedZoneId } = next;
    const command = new ListHostedZonesByNameCommand({ DNSName, HostedZoneId });
    const page = await (await client(way)).send(command, until(way));
    found.push(...(page.HostedZones ?? []));
    next = page;
  } while (next.NextDNSName !== undefined);
  return found;
}

type Page = ListResourceRecordSetsCommandOutput;
type NextRecord = Partial<Pick<Page, "NextRecordName" | "NextRecordType" | "NextRecordIdentifier">>;

/** Records of a zone in their order, page by page: all, or from a name and type on. */
export async function* recordsOf(
  way: Way,
  HostedZoneId: string,
  from: NextRecord = {},
): AsyncGenerator<DnsRecord[]> {
  let next: NextRecord = from;
  do {
    const command = new ListResourceRecordSetsCommand({
      HostedZoneId,
      StartRecordName: next.NextRecordName,
      StartRecordType: next.NextRecordType,
      StartRecordIdentifier: next.NextRecordIdentifier,
    });
    const page: Page = await (await client(way)).send(command, until(way));
    yield page.ResourceRecordSets ?? [];
    next = page;
  } while (next.NextRecordName !== undefined);
}

/** Writes these records, each in place of the one it is known by. The id of the change. */
export async function upsertRecords(
  way: Way,
  { zone, records, comment }: { zone: string; records: DnsRecord[]; comment: string },
): Promise<string> {
  const Changes = records.map((ResourceRecordSet) => ({
    Action: "UPSERT" as const,
    ResourceRecordSet,
  }));
  const command = new ChangeResourceRecordSetsCommand({
    HostedZoneId: zone,
    ChangeBatch: { Comment: comment, Changes },
  });
  return (await (await client(way)).send(command, until(way))).ChangeInfo?.Id ?? "";
}

/** Whether all name servers know of a change. */
export async function isInSync(way: Way, Id: string): Promise<boolean> {
  const command = new GetChangeCommand({ Id });
  return (await (await client(way)).send(command, until(way))).ChangeInfo?.Status === "INSYNC";
}
