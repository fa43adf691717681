import { createHash, randomBytes } from "node:crypto";
import { UserId } from "./schema.ts";

/** Lives twelve hours from sign-in, whatever happens in between. */
export const sessionSeconds = 12 * 3600;

const secretPattern = /^[A-Za-z0-9_-]{43}$/;

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** `<userId>.<32 random bytes>`: the table holds only the hash of the secret. */
export function newToken(userId: string): { token: string; tokenHash: string } {
  const secret = randomBytes(32).toString("base64url");
  return { token: `${userId}.${secret}`, tokenHash: sha256(secret) };
}

/** Where the session of this token is stored; undefined for what cannot be a token. */
export function parseToken(token: string): { userId: string; tokenHash: string } | undefined {
  const [userId = "", secret = "", ...more] = token.split(".");
  if (more.length > 0 || !secretPattern.test(secret)) return undefined;
  if (!UserId.safeParse(userId).success) return undefined;
  return { userId, tokenHash: sha256(secret) };
}

/** Changes with the password and says nothing about it. */
export function passwordTag(passwordHash: string): string {
  return sha256(passwordHash).slice(0, 16);
}
