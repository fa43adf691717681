import { isIPv4, isIPv6 } from "node:net";
import type { Change, ResourceRecordSet } from "@aws-sdk/client-route-53";
import { AwsError } from "../error.ts";
import { keptName } from "./name.ts";

const ACTIONS = ["CREATE", "DELETE", "UPSERT"];
const WEIGHT_MAX = 255;
const RECORDS_MAX = 1_000;

/**
 * The records of a zone after a batch: all of its changes or, when anything is wrong with one of them, none.
 * Throws InvalidInput and InvalidChangeBatch, which names everything that is wrong.
 */
export function applyBatch(
  zoneName: string,
  records: readonly ResourceRecordSet[],
  changes: readonly Change[],
): ResourceRecordSet[] {
  const wanted = changes.map((change) => ({ Action: change.Action, record: recordOf(change) }));
  const wrong = checkSize(changes);
  let after = [...records];
  for (const { Action, record } of wanted) {
    const known = after.find((one) => isSame(one, record));
    const problem =
      Action === "DELETE" ? checkDelete(record, known) : checkPut(zoneName, after, record);
    if (problem) wrong.push(problem);
    else if (Action === "CREATE" && known)
      wrong.push(`Tried to create resource record set ${label(record)} but it already exists`);
    const rest = after.filter((one) => one !== known);
    after = Action === "DELETE" ? rest : [...rest, record];
  }
  if (wrong.length > 0) throw new AwsError("InvalidChangeBatch", `[${wrong.join(", ")}]`);
  return after;
}

function checkSize(changes: readonly Change[]): string[] {
  const counts = changes.map(({ Action, ResourceRecordSet }) => {
    const values = ResourceRecordSet?.ResourceRecords?.length ?? 1;
    return Action === "UPSERT" ? 2 * values : values;
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total > RECORDS_MAX ? [`Number of records limit of ${RECORDS_MAX} exceeded.`] : [];
}

/** The record set of a change as it is kept. Throws what is wrong with it whatever the zone holds. */
function recordOf({ Action = "CREATE", ResourceRecordSet: record }: Change): ResourceRecordSet {
  const {
    Name,
    Type,
    SetIdentifier = null,
    Weight,
    TTL,
    ResourceRecords,
    AliasTarget,
  } = record ?? {};
  const where = `in Change with [Action=${Action}, Name=${Name}, Type=${Type}, SetIdentifier=${SetIdentifier}]`;
  const isPlain = TTL !== undefined && (ResourceRecords?.length ?? 0) > 0;
  const refuse = (text: string): never => {
    throw new AwsError("InvalidInput", text);
  };
  if (!ACTIONS.includes(Action)) refuse(`Invalid XML ; '${Action}' is not a valid action`);
  if (!record || !Name || !Type)
    return refuse(`Invalid request: Missing field 'Name' or 'Type' ${where}`);
  if (isPlain === (AliasTarget !== undefined)) {
    const found = isPlain ? "more than one" : "none";
    refuse(
      `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or ` +
        `TrafficPolicyInstanceId], but found ${found} ${where}`,
    );
  }
  if (Weight !== undefined && SetIdentifier === null)
    refuse(`Invalid request: Missing field 'SetIdentifier' ${where}`);
  if (Weight === undefined && SetIdentifier !== null)
    refuse(`Invalid request: Expected exactly one of [Weight], but found none ${where}`);
  if (Weight !== undefined && !(Number.isInteger(Weight) && Weight >= 0 && Weight <= WEIGHT_MAX))
    refuse(`Invalid XML ; Value '${Weight}' is not valid for type 'ResourceRecordSetWeight'`);
  return { ...record, Name: keptName(Name) };
}

function checkPut(
  zoneName: string,
  records: readonly ResourceRecordSet[],
  record: ResourceRecordSet,
): string | undefined {
  const { Name = "", Type, SetIdentifier, ResourceRecords = [] } = record;
  if (Name !== zoneName && !Name.endsWith(`.${zoneName}`))
    return `RRSet with DNS name ${Name} is not permitted in zone ${zoneName}`;
  if (Type === "CNAME" && Name === zoneName)
    return `RRSet of type CNAME with DNS name ${Name} is not permitted at apex in zone ${zoneName}`;
  const others = records.filter((one) => one.Name === Name && !isSame(one, record));
  if (others.some((one) => (one.Type === "CNAME") !== (Type === "CNAME")))
    return `RRSet of type ${Type} with DNS name ${Name} is not permitted as it conflicts with other records with the same DNS name in zone ${zoneName}`;
  const ofType = others.filter((one) => one.Type === Type);
  if (ofType.some((one) => (one.SetIdentifier === undefined) !== (SetIdentifier === undefined)))
    return `RRSet with DNS name ${Name}, type ${Type}, SetIdentifier ${SetIdentifier} cannot be created as weighted and non-weighted sets can't share a name and type`;
  const illegal = ResourceRecords.find(({ Value = "" }) => !isLegal(Type, Value));
  if (illegal) return `Invalid Resource Record: '${illegal.Value}' is not a valid ${Type} value`;
  return undefined;
}

function checkDelete(
  record: ResourceRecordSet,
  known: ResourceRecordSet | undefined,
): string | undefined {
  const tried = `Tried to delete resource record set ${label(record)} but`;
  if (!known) return `${tried} it was not found`;
  if (content(known) !== content(record))
    return `${tried} the values provided do not match the current values`;
  if (record.Type === "SOA" || record.Type === "NS")
    return `A HostedZone must contain its ${record.Type} record`;
  return undefined;
}

function isSame(a: ResourceRecordSet, b: ResourceRecordSet): boolean {
  return a.Name === b.Name && a.Type === b.Type && a.SetIdentifier === b.SetIdentifier;
}

function isLegal(type: ResourceRecordSet["Type"], value: string): boolean {
  if (type === "A") return isIPv4(value);
  return type === "AAAA" ? isIPv6(value) : value !== "";
}

function label({ Name, Type, SetIdentifier }: ResourceRecordSet): string {
  const set = SetIdentifier === undefined ? "" : `, set-identifier='${SetIdentifier}'`;
  return `[name='${Name}', type='${Type}'${set}]`;
}

/** What must be repeated to delete a record set; the order of its values does not matter. */
function content({ Weight, TTL, ResourceRecords = [], AliasTarget }: ResourceRecordSet): string {
  const values = ResourceRecords.map(({ Value }) => Value).sort();
  const alias = AliasTarget && [AliasTarget.HostedZoneId, keptName(AliasTarget.DNSName ?? "")];
  return JSON.stringify([Weight, TTL, values, alias]);
}
