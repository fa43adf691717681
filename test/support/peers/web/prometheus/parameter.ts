/** A parameter that can't be read. The message is the server's, with the parameter in it. */
export class BadData extends Error {}

export function bad(parameter: string, why: string): BadData {
  return new BadData(`invalid parameter "${parameter}": ${why}`);
}

/** Seconds since the epoch, to the millisecond, from a number or RFC 3339. */
function parsedTime(text: string): number | undefined {
  const isNumber = /^-?\d+(\.\d*)?$/.test(text);
  const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (isNumber) return Math.floor(Number(text) * 1000) / 1000;
  return isDate ? Date.parse(text) / 1000 : undefined;
}

export function timeOf(parameter: "time" | "start" | "end", text: string): number {
  const time = parsedTime(text);
  if (time !== undefined) return time;
  const why = `cannot parse ${JSON.stringify(text)} to a valid timestamp`;
  throw bad(parameter, parameter === "time" ? `Invalid time value for 'time': ${why}` : why);
}

const units: Record<string, number> = {
  ...{ ms: 0.001, s: 1, m: 60, h: 3600 },
  ...{ d: 86_400, w: 604_800, y: 31_536_000 },
};

/** Seconds, from a number or from something like 1h30m. */
export function durationOf(parameter: "step" | "timeout", text: string): number {
  if (/^-?\d+(\.\d*)?$/.test(text)) return Number(text);
  const isDuration =
    text !== "" && /^(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m(?!s))?(\d+s)?(\d+ms)?$/.test(text);
  if (!isDuration) throw bad(parameter, `cannot parse ${JSON.stringify(text)} to a valid duration`);
  const parts = text.matchAll(/(\d+)(ms|[ywdhms])/g);
  return [...parts].reduce((sum, [, n, unit = ""]) => sum + Number(n) * (units[unit] ?? 0), 0);
}

const unclosed: Record<string, string> = {
  "{": "unexpected end of input inside braces",
  "(": "unclosed left parenthesis",
  "[": "missing unit character in duration",
};
const closing: Record<string, string> = { ")": "(", "}": "{", "]": "[" };

/** Only what can be told without a grammar: nothing at all, and brackets without their other half. */
export function checkQuery(query: string): void {
  const fail = (at: number, why: string) => bad("query", `1:${at}: parse error: ${why}`);
  if (query.trim() === "") throw fail(1, "no expression found in input");
  const open: string[] = [];
  const bare = query.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (text) =>
    "_".repeat(text.length),
  );
  for (const [index, letter] of [...bare].entries()) {
    if (letter in unclosed) open.push(letter);
    if (letter in closing && open.pop() !== closing[letter])
      throw fail(index + 2, `unexpected right parenthesis '${letter}'`);
  }
  const last = open.at(-1);
  if (last !== undefined) throw fail(query.length + 1, unclosed[last] ?? "");
}
