type Kept = { source: string; at: string };

/** Unsaved text on this device, by the kind and id of what it is of: a closed tab or a lost session loses nothing. */
export function keepSource(key: string, source: string): void {
  try {
    localStorage.setItem(key, JSON.stringify({ source, at: new Date().toISOString() }));
  } catch {
    // Full or private: the text lasts as long as the page.
  }
}

export function keptSource(key: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

export function forgetSource(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
