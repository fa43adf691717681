type Metric = Record<string, string>;
/** What a query finds, as a test says it. `series` has values by time in seconds, `vector` the same at any time. */
export type Found =
  | { vector: { metric?: Metric; value: number }[] }
  | { series: { metric?: Metric; values: [atSeconds: number, value: number][] }[] }
  | { scalar: number }
  | { text: string };

/** Numbers are text, with the three that JSON does not have. Exponents have two digits. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
}

const lookbackSeconds = 300;

type Value = [number, string];
type Row = { metric: Metric; at: (seconds: number) => number | undefined };

function rowsOf(found: Found): Row[] {
  if ("vector" in found)
    return found.vector.map(({ metric = {}, value }) => ({ metric, at: () => value }));
  if ("series" in found)
    return found.series.map(({ metric = {}, values }) => ({
      metric,
      at: (now) => values.findLast(([at]) => at <= now && at > now - lookbackSeconds)?.[1],
    }));
  return "scalar" in found ? [{ metric: {}, at: () => found.scalar }] : [];
}

export type Data = { resultType: string; result: unknown };
const rowLimit = (rows: unknown[], limit: number) => (limit === 0 ? rows : rows.slice(0, limit));

export function instant(found: Found, seconds: number, limit: number): Data {
  if ("scalar" in found)
    return { resultType: "scalar", result: [seconds, numberText(found.scalar)] };
  if ("text" in found) return { resultType: "string", result: [seconds, found.text] };
  const result = rowsOf(found).flatMap(({ metric, at }) => {
    const value = at(seconds);
    return value === undefined ? [] : [{ metric, value: [seconds, numberText(value)] as Value }];
  });
  return { resultType: "vector", result: rowLimit(result, limit) };
}

/** Undefined for what has no range. */
export function range(
  found: Found,
  { start, end, step }: { start: number; end: number; step: number },
  limit: number,
): Data | undefined {
  if ("text" in found) return undefined;
  const times: number[] = [];
  for (let n = 0; start + n * step <= end; n++) times.push(start + n * step);
  const result = rowsOf(found).flatMap(({ metric, at }) => {
    const values = times.flatMap((time) => {
      const value = at(time);
      return value === undefined ? [] : [[time, numberText(value)] as Value];
    });
    return values.length === 0 ? [] : [{ metric, values }];
  });
  return { resultType: "matrix", result: rowLimit(result, limit) };
}

export function rowCount({ result }: Data): number {
  return Array.isArray(result) ? result.length : 0;
}
