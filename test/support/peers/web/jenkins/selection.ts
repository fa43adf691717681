/** The parameter `tree` of the remote access API: which properties are shown, and how deep: `jobs[name,url]{0,9}`. */

type Selection = Map<string, { inner: Selection; from: number; to: number }>;

/** Undefined for what is no selection. */
export function selectionOf(text: string): Selection | undefined {
  let at = 0;
  function list(): Selection {
    const found: Selection = new Map();
    for (;;) {
      const name = /^[\w*]+/.exec(text.slice(at))?.[0];
      if (name === undefined) throw new SyntaxError(text);
      at += name.length;
      const inner: Selection = text[at] === "[" ? nested() : new Map();
      const range = /^\{(\d*),(\d*)\}/.exec(text.slice(at));
      at += range?.[0].length ?? 0;
      const to = range?.[2] ? Number(range[2]) : Infinity;
      found.set(name, { inner, from: Number(range?.[1] ?? 0), to });
      if (text[at] !== ",") return found;
      at += 1;
    }
  }
  function nested(): Selection {
    at += 1;
    const inner = list();
    if (text[at] !== "]") throw new SyntaxError(text);
    at += 1;
    return inner;
  }
  try {
    const whole = list();
    return at === text.length ? whole : undefined;
  } catch {
    return undefined;
  }
}

/** Classes are always told; an object of which nothing was asked shows nothing else. */
export function select(value: unknown, wanted: Selection): unknown {
  if (Array.isArray(value)) return value.map((one) => select(one, wanted));
  if (typeof value !== "object" || value === null) return value;
  const shown = Object.entries(value).flatMap(([key, inner]) => {
    const asked = wanted.get(key) ?? wanted.get("*");
    if (key === "_class") return [[key, inner]];
    if (asked === undefined) return [];
    const part = Array.isArray(inner) ? inner.slice(asked.from, asked.to) : inner;
    return [[key, select(part, asked.inner)]];
  });
  return Object.fromEntries(shown) as unknown;
}
