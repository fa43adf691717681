/** The fields of `after` that differ from `before`: what an audit row tells of an update. */
export function changesOf<Row extends object>(before: Row, after: Row): Partial<Row> {
  const entries = Object.entries(after) as [keyof Row, unknown][];
  const changed = entries.filter(
    ([key, value]) => JSON.stringify(before[key]) !== JSON.stringify(value),
  );
  return Object.fromEntries(changed) as Partial<Row>;
}

/** `before` with the given fields of `changes` in place of its own; absent ones stay. */
export function apply<Row extends object>(before: Row, changes: Partial<Row>): Row {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(given) };
}
