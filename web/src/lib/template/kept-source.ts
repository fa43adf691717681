type Kept = { source: string; at: string };

const keyOf = (id: string) => `template-source:${id}`;

/** Unsaved text of a template on this device: a closed tab or a lost session loses nothing. */
export function keepSource(id: string, source: string): void {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify({ source, at: new Date().toISOString() }));
  } catch {
    // Full or private: the text lasts as long as the page.
  }
}

export function keptSource(id: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(id)) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

export function forgetSource(id: string): void {
  try {
    localStorage.removeItem(keyOf(id));
  } catch {
    // Nothing was kept.
  }
}
