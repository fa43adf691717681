import { DnsWeightParameters } from "#shared/action/catalogue/dns-weight.ts";
import type { Call, Driver, Operation, Outcome } from "#shared/action/driver.ts";
import type { Way } from "#functions/lib/aws/account.ts";
import type { DnsRecord } from "#functions/lib/aws/route53.ts";
import { weightedSets, planned, type Shift } from "./aws/weights.ts";
import { asking, causing } from "./aws/way.ts";

const service = () => import("#functions/lib/aws/route53.ts");

/** Route 53 is asked for a short time between "changed" and "known everywhere", usually below a minute. */
const lookAfterSeconds = 10;

async function shiftOf(way: Way, given: DnsWeightParameters): Promise<Shift | Outcome> {
  const { recordsOf } = await service();
  return planned(given, await weightedSets(given, (from) => recordsOf(way, given.zone, from)));
}

/**
 * Looks what is there and remembers it: the way back must be on record before anything is changed, or a lost answer
 * would take it away. The change itself is the step that follows.
 */
async function start(call: Call): Promise<Outcome> {
  const given = DnsWeightParameters.parse(call.parameters);
  return causing(call, async (way) => {
    const shift = await shiftOf(way, given);
    if ("kind" in shift) return shift;
    const { previous, records } = shift;
    if (records.length === 0) return done(given, { previous, changeId: null });
    return { kind: "wants", step: "shift", operation: { previous, changeId: null } };
  });
}

/** Written anew by whoever has no answer: the same weights once more change nothing, and name a change to wait for. */
async function advance(call: Call, operation: Operation): Promise<Outcome> {
  const given = DnsWeightParameters.parse(call.parameters);
  return causing(call, async (way) => {
    const shift = await shiftOf(way, given);
    if ("kind" in shift) return shift;
    const records: DnsRecord[] = shift.records.length > 0 ? shift.records : shift.named;
    const { upsertRecords } = await service();
    const changeId = await upsertRecords(way, { zone: given.zone, records, comment: call.key });
    return { kind: "started", operation: { ...operation, changeId }, lookAfterSeconds };
  });
}

async function poll(call: Call, operation: Operation): Promise<Outcome> {
  const given = DnsWeightParameters.parse(call.parameters);
  const { changeId } = operation;
  if (typeof changeId !== "string") return { kind: "wants", step: "shift", operation };
  return asking(call, async (way) => {
    const isKnown = await (await service()).isInSync(way, changeId);
    if (isKnown) return done(given, operation);
    return { kind: "started", operation, progress: "PENDING", lookAfterSeconds };
  });
}

function done({ weights }: DnsWeightParameters, { previous, changeId }: Operation): Outcome {
  const text = changesOf(weights, previous as Record<string, number>);
  return { kind: "succeeded", output: { previous, weights, changeId }, text };
}

function changesOf(weights: Record<string, number>, previous: Record<string, number>): string {
  return Object.entries(weights)
    .map(([set, weight]) => `${set}: ${previous[set] ?? "?"} → ${weight}`)
    .join(", ");
}

async function rehearse(call: Call): Promise<Outcome> {
  const given = DnsWeightParameters.parse(call.parameters);
  return causing(call, async (way) => {
    const shift = await shiftOf(way, given);
    if ("kind" in shift) return shift;
    const text = `${given.record} ${given.type}: ${changesOf(given.weights, shift.previous)}`;
    return { kind: "succeeded", text };
  });
}

export const dnsWeight: Driver = { start, advance, poll, rehearse };
