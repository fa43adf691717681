/** The ways in which other programs write a text down when they put it into JSON, an address, a page or a header. */

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");
const lower = (code: number) => `\\u${hex(code, 4)}`;
const upper = (code: number) => `\\u${hex(code, 4).toUpperCase()}`;

/** Writes the matching UTF-16 units as `\uXXXX`. */
function escaped(text: string, units: RegExp, write: (code: number) => string): string {
  return text.replaceAll(units, (unit) => write(unit.charCodeAt(0)));
}

/** Plain, with slashes (PHP), as ASCII (Python, Ruby), safe for pages (Go, .NET). */
function jsonForms(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const dotNet = plain.replaceAll(/\\.|[&'+<>`\u007f-\uffff]/gs, (token) => {
    if (token === '\\"') return "\\u0022";
    return token.startsWith("\\") ? token : upper(token.charCodeAt(0));
  });
  return [
    plain,
    plain.replaceAll("/", "\\/"),
    escaped(plain, /[\u007f-\uffff]/g, lower),
    escaped(plain, /[\u007f-\uffff]/g, upper),
    escaped(plain, /[&<>\u2028\u2029]/g, lower),
    escaped(plain, /[&<>\u2028\u2029]/g, upper),
    dotNet,
  ];
}

const percent = (character: string) => `%${hex(character.charCodeAt(0), 2).toUpperCase()}`;

/** By component, by address, strictly (RFC 3986), with slashes left (Python), as a form; hex in either case. */
function urlForms(text: string): string[] {
  const component = encodeURIComponent(text.toWellFormed());
  const strict = component.replaceAll(/[!'()*]/g, percent);
  const form = new URLSearchParams({ x: text }).toString().slice(2);
  const all = [component, encodeURI(text.toWellFormed()), strict, form];
  const withSlashes = all.map((one) => one.replaceAll("%2F", "/"));
  const inUpper = [...all, ...withSlashes];
  const inLower = inUpper.map((one) =>
    one.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  );
  return [...inUpper, ...inLower];
}

const quotes = [
  {},
  { '"': "&quot;" },
  { '"': "&quot;", "'": "&#39;" },
  { '"': "&quot;", "'": "&#x27;" },
  { '"': "&quot;", "'": "&#039;" },
  { '"': "&quot;", "'": "&apos;" },
  { '"': "&#34;", "'": "&#39;" },
  { '"': "&quot;", "'": "&#39;", "/": "&#x2F;", "`": "&#x60;", "=": "&#x3D;" },
] as const;

function htmlForms(text: string): string[] {
  return quotes.map((more) => {
    const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", ...more };
    return text.replaceAll(/[&<>"'/`=]/g, (character) => entities[character] ?? character);
  });
}

/**
 * Base64 of the text wherever it stands in what is encoded (a basic `Authorization` holds `user:password`): for
 * each of three offsets the characters that no neighbour can change, and whole, as it is when it stands alone.
 */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text);
  const cores = [0, 1, 2].map((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    return shifted.slice(
      Math.ceil((8 * offset) / 6),
      Math.floor((8 * (offset + bytes.length)) / 6),
    );
  });
  const whole = bytes.toString("base64");
  const all = [whole, whole.replace(/=+$/, ""), ...cores];
  return [...all, ...all.map((one) => one.replaceAll("+", "-").replaceAll("/", "_"))];
}

/** A key of several lines is often written down line by line. Fences (`-----BEGIN …`) are no secret. */
function linesOf(text: string, shortest: number): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  if (lines.length === 1) return lines;
  return lines.filter((line) => line.length >= shortest && !/^-{5}.*-{5}$/.test(line));
}

/** Every way in which a secret may stand in a text; pieces of it below `shortestLine` characters are not looked for. */
export function formsOf(secret: string, shortestLine: number): string[] {
  const texts = [secret, secret.trim(), ...linesOf(secret, shortestLine)];
  const written = [...texts, ...base64Forms(secret), ...base64Forms(secret.trim())];
  const inJson = texts.flatMap(jsonForms);
  return [
    ...new Set([
      ...written.flatMap((one) => [one, ...urlForms(one), ...htmlForms(one), ...jsonForms(one)]),
      // JSON inside JSON: a log line that holds an answer.
      ...inJson.flatMap(jsonForms),
    ]),
  ];
}
