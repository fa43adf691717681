import { vault } from "./vault.ts";

// A version never changes, and whether it may be used is asked of the table each time: only reads are saved.
const keptMs = 5 * 60_000;
const mostKept = 200;
const cache = new Map<string, { value: string; untilMs: number }>();

function keep(key: string, value: string): void {
  cache.delete(key);
  cache.set(key, { value, untilMs: Date.now() + keptMs });
  const [oldest] = cache.keys();
  if (cache.size > mostKept && oldest !== undefined) cache.delete(oldest);
}

/** One version of a secret, kept in the memory of this process for five minutes. Undefined when there is none. */
export async function readSecret(name: string, version: number): Promise<string | undefined> {
  const key = `${name}:${version}`;
  const known = cache.get(key);
  if (known !== undefined && known.untilMs > Date.now()) return known.value;
  const value = await vault().read(name, version);
  if (value !== undefined) keep(key, value);
  return value;
}
