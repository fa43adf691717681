import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "#shared/core/error.ts";

/**
 * Cursors are opaque and signed. `scope` names the list and everything that fixes its order and content
 * (whose list, filters), so that a cursor of one query cannot be used with another.
 */
export function encodeCursor(scope: string, position: unknown): string {
  const payload = Buffer.from(JSON.stringify(position)).toString("base64url");
  return `${payload}.${sign(scope, payload)}`;
}

/** The position inside a cursor; undefined for a first page. Throws INVALID_CURSOR for any other text. */
export function decodeCursor<Position>(
  scope: string,
  cursor: string | undefined,
): Position | undefined {
  if (cursor === undefined) return undefined;
  const [payload = "", signature = "", ...rest] = cursor.split(".");
  if (rest.length > 0 || !isEqual(signature, sign(scope, payload))) throw badCursor();
  // The signature proves that this process family wrote it for this scope, hence its type.
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Position;
}

function badCursor(): AppError {
  const issues = [{ path: "cursor", code: "invalid", message: "Not a cursor of this list." }];
  return new AppError("INVALID_CURSOR", "The cursor is not one of this list.", { issues });
}

function sign(scope: string, payload: string): string {
  const key = createHmac("sha256", secret()).update("cursor").digest();
  return createHmac("sha256", key)
    .update(JSON.stringify([scope, payload]))
    .digest("base64url")
    .slice(0, 22);
}

/** Read late, like the table's name. */
function secret(): string {
  const value = process.env["SIGNING_SECRET"];
  if (value === undefined || value === "") throw new Error("SIGNING_SECRET is not set");
  return value;
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
