import { createHash } from "node:crypto";
import { encodeTime } from "ulid";
import { prefixes, type IdKind } from "./id.ts";

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 16;

/** The id that this key always has: what is written again under it is the same record. `atMs` as for `newId`. */
export function idFor(kind: IdKind, key: string, atMs: number): string {
  const digest = createHash("sha256").update(key).digest();
  const own = Array.from(digest.subarray(0, length), (byte) => letters[byte % letters.length]);
  return `${prefixes[kind]}_${encodeTime(atMs)}${own.join("")}`;
}
