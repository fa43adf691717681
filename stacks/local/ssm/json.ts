/** An output in the JSON 1.1 protocol's form: instants are seconds since the epoch with a fraction. */
export function toJson(output: object): string {
  return JSON.stringify(withEpochs(output));
}

function withEpochs(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (Array.isArray(value)) return value.map(withEpochs);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withEpochs(inner)]));
}
