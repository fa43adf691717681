import type { FormValues } from "#shared/core/condition.ts";

/** What was typed, as kept on this device until the server has all of it. */
export type Kept = {
  title: string;
  typed: FormValues;
  /** People picked by the requester, by step. */
  choices?: Record<string, string[]>;
  at: string;
  /** `updatedAt` of the ticket that the typing began from; null before there was one. */
  base: string | null;
  /** The server has everything of it. */
  isSaved: boolean;
};

function keyOf(userId: string, place: string): string {
  return `draft:${userId}:${place}`;
}

/** Place of a form that has no ticket yet. */
export function newPlace(templateId: string): string {
  return `new.${templateId}`;
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null) return false;
  const kept = value as Partial<Kept>;
  return (
    typeof kept.title === "string" && typeof kept.typed === "object" && typeof kept.at === "string"
  );
}

export function readKept(userId: string, place: string): Kept | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(userId, place)) ?? "null");
    return isKept(value) ? value : null;
  } catch {
    return null;
  }
}

/** False when this device keeps nothing (private mode, full). */
export function writeKept(userId: string, place: string, kept: Kept): boolean {
  try {
    localStorage.setItem(keyOf(userId, place), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function dropKept(userId: string, place: string): void {
  try {
    localStorage.removeItem(keyOf(userId, place));
  } catch {
    // Nothing was kept there either.
  }
}
