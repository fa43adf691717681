import { randomBytes } from "node:crypto";
import type * as route53 from "@aws-sdk/client-route-53";
import { AwsError } from "../error.ts";
import type { Steps } from "../steps.ts";
import { applyBatch } from "./batch.ts";
import { keptName, sortKey } from "./name.ts";

/** A hosted zone. `isBusy` while it refuses a further batch. */
export type Zone = {
  id: string;
  name: string;
  records: route53.ResourceRecordSet[];
  isBusy: boolean;
};

/** Milliseconds until a change has reached all name servers, and in which a zone takes no other one. */
export type ZoneDelays = { syncMs: number; busyMs: number };

const ZONES_MAX = 100;
const RECORDS_MAX = 300;

/** The hosted zones of the account and the changes made to them. */
export class Zones {
  readonly #zones: Zone[] = [];
  readonly #changes = new Map<string, route53.ChangeInfo>();
  readonly #timing: { steps: Steps; delays: ZoneDelays };

  constructor(steps: Steps, delays: ZoneDelays) {
    this.#timing = { steps, delays };
  }

  /** A zone with the two records that every zone has, and those that are given. */
  add(given: string, records: readonly route53.ResourceRecordSet[] = []): Zone {
    const name = keptName(given);
    const server = "ns-1.awsdns-01.test.";
    const soa = `${server} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
    const own = (Type: "NS" | "SOA", TTL: number, Value: string) => ({
      Name: name,
      Type,
      TTL,
      ResourceRecords: [{ Value }],
    });
    const zone: Zone = {
      id: newId("Z"),
      name,
      records: [own("NS", 172_800, server), own("SOA", 900, soa)],
      isBusy: false,
    };
    const changes = records.map((ResourceRecordSet) => ({
      Action: "CREATE" as const,
      ResourceRecordSet,
    }));
    zone.records = applyBatch(zone.name, zone.records, changes);
    this.#zones.push(zone);
    return zone;
  }

  /** Throws NoSuchHostedZone. */
  find(id = ""): Zone {
    const zone = this.#zones.find((one) => one.id === id);
    if (zone) return zone;
    throw new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, { status: 404 });
  }

  /** Zones from a name on; the name itself need not be among them. */
  listByName(input: route53.ListHostedZonesByNameRequest): route53.ListHostedZonesByNameResponse {
    const { DNSName, HostedZoneId } = input;
    const size = sizeOf(input.MaxItems, ZONES_MAX);
    const key = ({ name, id }: { name: string; id: string }) => `${sortKey(name)} ${id}`;
    const from = DNSName === undefined ? "" : `${sortKey(DNSName)} ${HostedZoneId ?? ""}`;
    const sorted = this.#zones
      .filter((zone) => key(zone) >= from)
      .sort((a, b) => (key(a) < key(b) ? -1 : 1));
    const next = sorted[size];
    return {
      HostedZones: sorted.slice(0, size).map(shape),
      DNSName,
      HostedZoneId,
      IsTruncated: next !== undefined,
      NextDNSName: next?.name,
      NextHostedZoneId: next?.id,
      MaxItems: size,
    };
  }

  listRecords(
    input: route53.ListResourceRecordSetsRequest,
  ): route53.ListResourceRecordSetsResponse {
    const { StartRecordName: name, StartRecordType: type, StartRecordIdentifier: id } = input;
    const zone = this.find(input.HostedZoneId);
    const size = sizeOf(input.MaxItems, RECORDS_MAX);
    if (type !== undefined && name === undefined) {
      throw new AwsError("InvalidInput", "The input is not valid: a type needs a name.");
    }
    const from = name === undefined ? [""] : [sortKey(name), type ?? "", id ?? ""];
    const sorted = zone.records
      .filter((record) => compare(keyOf(record), from) >= 0)
      .sort((a, b) => compare(keyOf(a), keyOf(b)));
    const next = sorted[size];
    return {
      ResourceRecordSets: sorted.slice(0, size),
      IsTruncated: next !== undefined,
      NextRecordName: next?.Name,
      NextRecordType: next?.Type,
      NextRecordIdentifier: next?.SetIdentifier,
      MaxItems: size,
    };
  }

  /** The records are changed at once; that all name servers know is only a matter of time. */
  change(
    { HostedZoneId, ChangeBatch }: route53.ChangeResourceRecordSetsRequest,
    effect: () => void,
  ): route53.ChangeResourceRecordSetsResponse {
    const zone = this.find(HostedZoneId);
    if (zone.isBusy) {
      const text =
        "The request was rejected because Route 53 was still processing a prior request.";
      throw new AwsError("PriorRequestNotComplete", text);
    }
    const changes = ChangeBatch?.Changes ?? [];
    if (changes.length === 0) throw new AwsError("InvalidInput", "Changes must not be empty.");
    zone.records = applyBatch(zone.name, zone.records, changes);
    effect();
    return { ChangeInfo: this.#propagate(zone, ChangeBatch?.Comment) };
  }

  /** Throws NoSuchChange. */
  getChange({ Id = "" }: route53.GetChangeRequest): route53.GetChangeResponse {
    const info = this.#changes.get(Id);
    if (info) return { ChangeInfo: info };
    throw new AwsError("NoSuchChange", `Could not find resource with ID: ${Id}`, { status: 404 });
  }

  #propagate(zone: Zone, Comment: string | undefined): route53.ChangeInfo {
    const { steps, delays } = this.#timing;
    const id = newId("C");
    const info: route53.ChangeInfo = {
      Id: `/change/${id}`,
      Status: "PENDING",
      SubmittedAt: new Date(),
      Comment,
    };
    this.#changes.set(id, info);
    steps.after(delays.syncMs, () => this.#changes.set(id, { ...info, Status: "INSYNC" }));
    if (delays.busyMs > 0) {
      zone.isBusy = true;
      steps.after(delays.busyMs, () => {
        zone.isBusy = false;
      });
    }
    return info;
  }
}

/** A whole number that came as text, within what the API answers at once. */
function sizeOf(given: number | undefined, max: number): number {
  if (given === undefined) return max;
  if (!Number.isInteger(given) || given < 1) {
    throw new AwsError("InvalidInput", "The max items parameter is not valid.");
  }
  return Math.min(given, max);
}

function keyOf({ Name = "", Type = "A", SetIdentifier = "" }: route53.ResourceRecordSet): string[] {
  return [sortKey(Name), Type, SetIdentifier];
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of b.entries()) {
    const other = a[index] ?? "";
    if (other !== part) return other < part ? -1 : 1;
  }
  return 0;
}

function shape({ id, name, records }: Zone): route53.HostedZone {
  return {
    Id: `/hostedzone/${id}`,
    Name: name,
    CallerReference: id,
    Config: { PrivateZone: false },
    ResourceRecordSetCount: records.length,
  };
}

function newId(prefix: string): string {
  return `${prefix}${randomBytes(10).toString("hex").toUpperCase()}`;
}
