import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";

/** OWASP's memory-light setting (2^15, 8, 3): 32 MiB and about a quarter of a second of a small Lambda. */
const current = { N: 32_768, r: 8, p: 3 };
const keyBytes = 32;

type Cost = { N: number; r: number; p: number };

function derive(password: string, salt: Buffer, cost: Cost, length: number): Promise<Buffer> {
  // Without maxmem Node stops at 32 MiB, just below what these parameters need.
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, length, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/** `scrypt$N$r$p$salt$key`, salt and key in base64: old hashes stay readable when the cost rises. */
export async function hashPassword(password: string, cost: Cost = current): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost, keyBytes);
  const parts = [cost.N, cost.r, cost.p, salt.toString("base64"), key.toString("base64")];
  return `scrypt$${parts.join("$")}`;
}

/** Whether the password is the one behind the hash; compares in constant time. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [kind, n, r, p, salt = "", key = ""] = hash.split("$");
  if (kind !== "scrypt") return false;
  const expected = Buffer.from(key, "base64");
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, "base64"), cost, expected.length);
  return timingSafeEqual(actual, expected);
}

/** A hash nobody's password has: checking against it takes as long as checking a real one. */
export const nobodysHash = `scrypt$${current.N}$${current.r}$${current.p}$${"A".repeat(22)}==$${"A".repeat(43)}=`;
