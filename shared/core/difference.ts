/** One difference between two versions of something. Things are known by their keys, not by their place. */
export type Difference<Area extends string = string> = {
  area: Area;
  /** Key of the thing; null for what belongs to the whole. */
  what: string | null;
  change: "added" | "removed" | "moved" | "changed";
  /** Which property changed. */
  property: string | null;
  from: unknown;
  to: unknown;
};

/** Something with a key of its own, inside another one; a list of them is in reading order. */
export type Thing = { key: string; parent: string; properties: Record<string, unknown> };

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Properties that differ, in the order in which they were, new ones last. */
export function changesIn<Area extends string>(
  area: Area,
  what: string | null,
  { before, after }: { before: Record<string, unknown>; after: Record<string, unknown> },
): Difference<Area>[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((property): Difference<Area>[] => {
    const [from, to] = [before[property] ?? null, after[property] ?? null];
    return isSame(from, to) ? [] : [{ area, what, change: "changed", property, from, to }];
  });
}

/** The most of `keys` whose places only rise: those that were not moved. */
function longestRising(keys: string[], placeOf: ReadonlyMap<string, number>): Set<string> {
  const places = keys.map((key) => placeOf.get(key) ?? -1);
  const best: { length: number; before: number }[] = [];
  for (const place of places) {
    let found = { length: 1, before: -1 };
    for (const [earlier, one] of best.entries()) {
      const isLonger = (places[earlier] ?? 0) < place && one.length + 1 > found.length;
      if (isLonger) found = { length: one.length + 1, before: earlier };
    }
    best.push(found);
  }
  const longest = Math.max(0, ...best.map(({ length }) => length));
  const kept = new Set<string>();
  let at = best.findIndex(({ length }) => length === longest);
  while (at >= 0) {
    kept.add(keys[at] ?? "");
    at = best[at]?.before ?? -1;
  }
  return kept;
}

/** Things that stand inside another one now, or elsewhere among those that stayed beside them. */
function movedKeys(before: Thing[], after: Thing[]): Set<string> {
  const parents = new Map(before.map(({ key, parent }) => [key, parent]));
  const places = new Map(before.map(({ key }, index) => [key, index]));
  const common = after.filter(({ key }) => parents.has(key));
  const stayed = Map.groupBy(
    common.filter(({ key, parent }) => parents.get(key) === parent),
    ({ parent }) => parent,
  );
  const kept = [...stayed.values()].flatMap((things) => [
    ...longestRising(
      things.map(({ key }) => key),
      places,
    ),
  ]);
  const inPlace = new Set(kept);
  return new Set(common.map(({ key }) => key).filter((key) => !inPlace.has(key)));
}

/** What became of things: removed ones first, then all that are there now, in reading order. */
export function compareThings<Area extends string>(
  area: Area,
  before: Thing[],
  after: Thing[],
): Difference<Area>[] {
  const whole = { area, property: null, from: null, to: null } as const;
  const old = new Map(before.map((thing) => [thing.key, thing]));
  const present = new Set(after.map(({ key }) => key));
  const moved = movedKeys(before, after);
  const removed = before
    .filter(({ key }) => !present.has(key))
    .map(({ key, properties }): Difference<Area> => {
      return { ...whole, what: key, change: "removed", from: properties };
    });
  const rest = after.flatMap(({ key, properties }): Difference<Area>[] => {
    const earlier = old.get(key);
    if (earlier === undefined) return [{ ...whole, what: key, change: "added", to: properties }];
    const changes = changesIn(area, key, { before: earlier.properties, after: properties });
    return moved.has(key) ? [{ ...whole, what: key, change: "moved" }, ...changes] : changes;
  });
  return [...removed, ...rest];
}
