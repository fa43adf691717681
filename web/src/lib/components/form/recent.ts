const most = 4;

function keyOf(userId: string): string {
  return `recent-templates:${userId}`;
}

/** Ids of the templates this person opened last on this device, newest first. */
export function readRecent(userId: string): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? "[]");
    return Array.isArray(value) ? value.filter((id) => typeof id === "string").slice(0, most) : [];
  } catch {
    return [];
  }
}

export function rememberRecent(userId: string, templateId: string): void {
  const others = readRecent(userId).filter((id) => id !== templateId);
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify([templateId, ...others].slice(0, most)));
  } catch {
    // A device that keeps nothing shows no recent ones.
  }
}
