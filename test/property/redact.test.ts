import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactor, secretLabel } from "#shared/action/redact.ts";

/** What the vault takes: at least 8 characters of any text. */
const secret = fc.oneof(
  fc.string({ unit: "grapheme-ascii", minLength: 8, maxLength: 40 }),
  fc.string({ unit: "grapheme", minLength: 8, maxLength: 24 }),
  fc.string({
    unit: fc.constantFrom("a", "b", '"', "\\", "&", "<", "+", "/", " ", "%", "'"),
    minLength: 8,
    maxLength: 20,
  }),
  fc.string({ unit: "binary", minLength: 8, maxLength: 24 }),
);
const anyText = fc.string({ unit: "binary", maxLength: 40 });
const plainText = fc.string({ unit: fc.constantFrom("x", "y", ".", "\n"), maxLength: 60 });

const base64 = (text: string) => Buffer.from(text).toString("base64");
const base64url = (text: string) => Buffer.from(text).toString("base64url");
const json = (text: string) => JSON.stringify(text);
const html = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
const forms: Record<string, (text: string) => string> = {
  "as it is": (text) => text,
  "URL-encoded": encodeURIComponent,
  "in an address": encodeURI,
  "in a form": (text) => new URLSearchParams({ text }).toString().slice(5),
  "JSON-escaped": (text) => json(text).slice(1, -1),
  "JSON in JSON": (text) => json(json(text)).slice(1, -1),
  "HTML-escaped": html,
};

/** The characters of base64 that no neighbour changes: what must not be left over. */
function core(value: string, before: string, encode: (text: string) => string): string {
  const offset = Buffer.byteLength(before);
  const end = offset + Buffer.byteLength(value);
  return encode(before + value).slice(Math.ceil((8 * offset) / 6), Math.floor((8 * end) / 6));
}

describe("whatever surrounds a secret, it is gone", () => {
  it.each(Object.entries(forms))("%s", (_name, write) => {
    fc.assert(
      fc.property(anyText, secret, anyText, (before, value, after) => {
        const clean = redactor([{ name: "token", value }])(write(`${before}${value}${after}`));
        expect(clean).not.toContain(write(value));
        expect(clean).not.toContain(value);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["base64", base64],
    ["base64url", base64url],
  ] as const)("inside what is encoded as %s", (_name, encode) => {
    fc.assert(
      fc.property(anyText, secret, anyText, (before, value, after) => {
        const clean = redactor([{ name: "token", value }])(encode(before + value + after));
        expect(clean).not.toContain(core(value, before, encode));
      }),
      { numRuns: 300 },
    );
  });

  it("among other secrets, in every part of a JSON value", () => {
    const secrets = fc.array(secret, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(secrets, anyText, fc.jsonValue({ maxDepth: 2 }), (values, text, other) => {
        const given = {
          [`${text}${values[0]}`]: [other, values.map((value) => ({ [value]: text + value }))],
        };
        const redact = redactor(values.map((value, index) => ({ name: `s${index}`, value })));
        const told: string[] = [];
        JSON.stringify(redact(given), (key, value: unknown) => {
          told.push(key, ...(typeof value === "string" ? [value] : []));
          return value;
        });
        for (const value of values) {
          expect(told.filter((one) => one.includes(value))).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("what holds no secret stays as it is", () => {
  it("texts", () => {
    const other = fc.string({ unit: fc.constantFrom("Q", "R", "7", "-"), minLength: 8 });
    fc.assert(
      fc.property(plainText, other, (text, value) => {
        expect(redactor([{ name: "token", value }])(text)).toBe(text);
      }),
    );
  });

  it("any JSON value, when there is nothing to hide", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(redactor([])(value)).toEqual(value);
      }),
    );
  });

  it("what stands before and after", () => {
    fc.assert(
      fc.property(plainText, plainText, (before, after) => {
        const redact = redactor([{ name: "db", value: "Tr0ub4dor&3" }]);
        expect(redact(`${before}Tr0ub4dor&3${after}`)).toBe(`${before}[secret:db]${after}`);
      }),
    );
  });
});

describe("a secret in what other programs write", () => {
  const value = `p&ss"w'rd/ü+1`;
  const redact = redactor([{ name: "db", value }]);
  it.each([
    ["a basic authorization", `Basic ${base64(`admin:${value}`)}`],
    ["a token of a URL", `https://x.test/?t=${encodeURIComponent(value)}`],
    ["the same in lower case", "https://x.test/?t=p%26ss%22w'rd%2f%c3%bc%2b1"],
    ["Python's JSON", String.raw`{"t": "p&ss\"w'rd/\u00fc+1"}`],
    ["Go's JSON", String.raw`{"t": "p\u0026ss\"w'rd/ü+1"}`],
    [".NET's JSON", String.raw`{"t": "p\u0026ss\u0022w\u0027rd/\u00FC\u002B1"}`],
    ["PHP's JSON", String.raw`{"t": "p&ss\"w'rd\/ü+1"}`],
    ["a page", "<b>p&amp;ss&quot;w&#39;rd/ü+1</b>"],
    ["a page of Go", "<b>p&amp;ss&#34;w&#39;rd/ü+1</b>"],
  ])("%s", (_name, text) => {
    const clean = redact(text);
    expect(clean).toContain("[secret:db]");
    expect(clean).not.toMatch(/ss.{0,9}w/);
  });

  it("a number that is the secret", () => {
    expect(redactor([{ name: "pin", value: "4711471147" }])({ pin: 4711471147, n: 4711 })).toEqual({
      pin: "[secret:pin]",
      n: 4711,
    });
  });

  it("a key of several lines, written down line by line", () => {
    const lines = ["MIIEvQIBADANBgkq", "hkiG9w0BAQEFAASC"];
    const key = ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----"].join("\n");
    const hide = redactor([{ name: "key", value: `${key}\n` }]);
    const log = lines.map((line, at) => `12:00 line ${at}: ${line}`).join("\r\n");
    expect(hide(log)).toBe("12:00 line 0: [secret:key]\r\n12:00 line 1: [secret:key]");
    expect(hide("-----BEGIN PRIVATE KEY-----")).toBe("-----BEGIN PRIVATE KEY-----");
    expect(hide(`<${key}>`)).toBe("<[secret:key]>");
  });

  it("whose label would show it", () => {
    const hide = redactor([{ name: "opensesame", value: "opensesame" }]);
    expect(hide("say opensesame!")).toBe("say [secret]!");
    expect(secretLabel("a")).toBe("[secret:a]");
  });

  it("that a label would form together with what stands beside it", () => {
    const secrets = [
      { name: "one", value: "XXXXXXXX" },
      { name: "other", value: "]abcdefgh" },
    ];
    expect(redactor(secrets)("XXXXXXXXabcdefgh")).not.toContain("]abcdefgh");
  });

  it("where secret and text are long and made of what is escaped", () => {
    const long = Array.from({ length: 4096 }, (_, at) => "&<\"'/%+\\"[at % 8]).join("");
    const hide = redactor([{ name: "long", value: long }]);
    expect(hide(`${"&<\"'/%+\\".repeat(20_000)}x`)).not.toContain(long);
  });
});
