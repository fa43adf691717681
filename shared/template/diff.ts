import type { ChainNode } from "#shared/approval/chain.ts";
import type { TemplateDocument } from "./schema.ts";
import { placed } from "./chain-paths.ts";

/** One difference between two documents. Fields and nodes are known by name and id, not by their place. */
export type Difference = {
  area: "general" | "form" | "chain";
  /** Field name or node id; null for what belongs to the whole document. */
  what: string | null;
  change: "added" | "removed" | "moved" | "changed";
  /** Which property changed. */
  property: string | null;
  from: unknown;
  to: unknown;
};

type Thing = { key: string; place: string; properties: Record<string, unknown> };

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Nodes inside a node are things of their own: of it only what it says itself. */
function ownProperties(node: ChainNode): Record<string, unknown> {
  if (node.kind === "branch") {
    const { branches, otherwise: _, ...rest } = node;
    return { ...rest, conditions: branches.map(({ when }) => when) };
  }
  if (node.kind === "parallel") {
    const { branches, ...rest } = node;
    return { ...rest, ways: branches.map(({ name }) => name ?? null) };
  }
  if (node.kind !== "approve" && node.kind !== "confirm") return { ...node };
  const { timeLimit, ...rest } = node;
  if (timeLimit === undefined) return rest;
  const { otherwise: _, ...limit } = timeLimit;
  return { ...rest, timeLimit: limit };
}

function nodesOf({ chain }: TemplateDocument): Thing[] {
  const ids = new Map(placed(chain, "chain").map(({ path, node }) => [path, node.id]));
  return placed(chain, "chain").map(({ path, node }) => {
    // The place of a node is the way down to it by ids, and who stands before it.
    const steps = path.split(".");
    const parents = steps.map((_, end) => ids.get(steps.slice(0, end).join(".")) ?? "");
    const before = ids.get([...steps.slice(0, -1), Number(steps.at(-1)) - 1].join(".")) ?? "";
    const way = [...parents.filter(Boolean), ...steps.slice(0, -1).filter((one) => /\D/.test(one))];
    return { key: node.id, place: `${way.join("/")}<${before}`, properties: ownProperties(node) };
  });
}

function fieldsOf({ form }: TemplateDocument): Thing[] {
  return form.fields.map((field, index) => ({
    key: field.name,
    place: `<${form.fields[index - 1]?.name ?? ""}`,
    properties: { ...field },
  }));
}

function changesIn(
  area: Difference["area"],
  what: string | null,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((property): Difference[] => {
    const [from, to] = [before[property] ?? null, after[property] ?? null];
    return isSame(from, to) ? [] : [{ area, what, change: "changed", property, from, to }];
  });
}

function compare(area: "form" | "chain", before: Thing[], after: Thing[]): Difference[] {
  const whole = { area, property: null, from: null, to: null } as const;
  const old = new Map(before.map((thing) => [thing.key, thing]));
  const kept = new Set(after.map(({ key }) => key));
  const removed = before
    .filter(({ key }) => !kept.has(key))
    .map(
      ({ key, properties }) =>
        ({ ...whole, what: key, change: "removed", from: properties }) as const,
    );
  const rest = after.flatMap(({ key, place, properties }): Difference[] => {
    const earlier = old.get(key);
    if (earlier === undefined) return [{ ...whole, what: key, change: "added", to: properties }];
    const isMoved = earlier.place !== place && isOutOfOrder(key, before, after);
    const moved: Difference[] = isMoved ? [{ ...whole, what: key, change: "moved" }] : [];
    return [...moved, ...changesIn(area, key, earlier.properties, properties)];
  });
  return [...removed, ...rest];
}

/** A thing has moved when its neighbours are others even after what was added or removed is left out. */
function isOutOfOrder(key: string, before: Thing[], after: Thing[]): boolean {
  const common = (things: Thing[], others: Thing[]) =>
    things.filter((thing) => others.some((other) => other.key === thing.key)).map((one) => one.key);
  const [old, now] = [common(before, after), common(after, before)];
  const parent = (things: Thing[]) =>
    things.find((thing) => thing.key === key)?.place.split("<")[0] ?? "";
  return (
    old[old.indexOf(key) - 1] !== now[now.indexOf(key) - 1] || parent(before) !== parent(after)
  );
}

/** What is different in `after`, in reading order. */
export function differencesOf(before: TemplateDocument, after: TemplateDocument): Difference[] {
  const { form: oldForm, chain: _oldChain, ...oldRest } = before;
  const { form: newForm, chain: _newChain, ...newRest } = after;
  return [
    ...changesIn("general", null, oldRest, newRest),
    ...changesIn("form", null, { summary: oldForm.summary }, { summary: newForm.summary }),
    ...compare("form", fieldsOf(before), fieldsOf(after)),
    ...compare("chain", nodesOf(before), nodesOf(after)),
  ];
}
