import type { DnsWeightParameters } from "#shared/action/catalogue/dns-weight.ts";
import type { Outcome } from "#shared/action/driver.ts";
import type { DnsRecord } from "#functions/lib/aws/route53.ts";

/** What a change of weights means for the records that are there. */

/** `records` are those that change, as they will be; `named` all that the wish names, as they are. */
export type Shift = { previous: Record<string, number>; records: DnsRecord[]; named: DnsRecord[] };

/** As Route 53 keeps names: in lower case, with the last dot, its wildcard escaped. */
export function keptName(name: string): string {
  const lower = name.toLowerCase().replaceAll("*", "\\052");
  return lower.endsWith(".") ? lower : `${lower}.`;
}

/** As people write them. */
export function shownName(name: string): string {
  return name.replace(/\.$/, "").replaceAll("\\052", "*");
}

type From = { NextRecordName: string; NextRecordType: DnsWeightParameters["type"] };

/** The weighted records with this name and type. */
export async function weightedSets(
  { record, type }: Pick<DnsWeightParameters, "record" | "type">,
  read: (from: From) => AsyncIterable<DnsRecord[]>,
): Promise<DnsRecord[]> {
  const name = keptName(record);
  const found: DnsRecord[] = [];
  for await (const page of read({ NextRecordName: name, NextRecordType: type })) {
    const fitting = page.filter((one) => one.Name === name && one.Type === type);
    found.push(...fitting.filter(({ Weight }) => Weight !== undefined));
    // They stand together, in the order of names.
    if (fitting.length < page.length) break;
  }
  return found;
}

function refused(code: string, message: string): Outcome {
  return { kind: "failed", code, message };
}

/** With all weights 0 Route 53 answers with every record alike: nobody who asks for 0 wants that. */
export function planned(
  { record, type, weights }: DnsWeightParameters,
  sets: DnsRecord[],
): Shift | Outcome {
  if (sets.length === 0) {
    return refused("NO_WEIGHTED_RECORDS", `There are no weighted records ${record} ${type}.`);
  }
  const known = new Map(sets.map((one) => [one.SetIdentifier ?? "", one]));
  const unknown = Object.keys(weights).filter((set) => !known.has(set));
  if (unknown.length > 0) {
    return refused("UNKNOWN_SET", `${record} ${type} has no record ${unknown.join(", ")}.`);
  }
  const weightOf = (one: DnsRecord) => weights[one.SetIdentifier ?? ""] ?? one.Weight ?? 0;
  if (sets.every((one) => weightOf(one) === 0)) {
    return refused("ALL_ZERO", `All weights of ${record} ${type} would be 0.`);
  }
  const named = sets.filter((one) => (one.SetIdentifier ?? "") in weights);
  const previous = Object.fromEntries(
    named.map(({ SetIdentifier = "", Weight = 0 }) => [SetIdentifier, Weight]),
  );
  const changed = named.filter((one) => weightOf(one) !== one.Weight);
  return { previous, named, records: changed.map((one) => ({ ...one, Weight: weightOf(one) })) };
}
