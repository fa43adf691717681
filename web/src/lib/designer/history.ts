type Step = { text: string; tag: string; at: number };

const mostSteps = 300;
/** Changes of the same thing within this time are one step: a word is undone, not a letter. */
const pauseMs = 900;

/** What a text was, step by step; pure, so that one history can serve every tab. */
export type History = { past: Step[]; now: Step; future: Step[] };

export function begin(text: string): History {
  return { past: [], now: { text, tag: "", at: 0 }, future: [] };
}

/** A new state of the text. `tag` names what is being changed; an empty one is always a step of its own. */
export function push(history: History, text: string, tag: string, at: number): History {
  const { past, now } = history;
  if (text === now.text) return history;
  const isSame = tag !== "" && tag === now.tag && at - now.at < pauseMs;
  const next = { text, tag, at };
  if (isSame) return { past, now: next, future: [] };
  return { past: [...past, now].slice(-mostSteps), now: next, future: [] };
}

export function undo({ past, now, future }: History): History | null {
  const before = past.at(-1);
  if (before === undefined) return null;
  // Typing after an undo begins a step of its own.
  return { past: past.slice(0, -1), now: { ...before, tag: "" }, future: [now, ...future] };
}

export function redo({ past, now, future }: History): History | null {
  const [next, ...rest] = future;
  if (next === undefined) return null;
  return { past: [...past, now], now: { ...next, tag: "" }, future: rest };
}
