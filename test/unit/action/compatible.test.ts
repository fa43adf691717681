import { readFileSync } from "node:fs";
import * as z from "zod";
import { describe, expect, it } from "vitest";
import { catalogue } from "#shared/action/catalogue/index.ts";
import { breachesOf, sentenceOf, unlockedCodes } from "#shared/action/compatible.ts";
import type { ActionDefinition } from "#shared/action/definition.ts";
import { lockedActions, type Lock } from "#shared/action/lock.ts";
import { field, SecretRef } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";
import { testActions } from "#test/support/actions.ts";

const [sample] = testActions;

type Shape = Record<string, z.ZodType>;
const name = { name: both("x", "x") };

function locked(parameters: Shape, given: Partial<ActionDefinition> = {}) {
  return lockedActions([
    {
      ...(sample as ActionDefinition),
      code: "x",
      targets: null,
      scenes: ["EMERGENCY", "RECOVERY"] as const,
      parameters: z.strictObject(parameters),
      ...given,
    },
  ]);
}

/** What an action with the parameters `after` breaks of one with `before`. */
function broken(before: Shape, after: Shape): string[] {
  return breachesOf(locked(before), locked(after)).map(({ what }) => what);
}

const text = z.string();
const count = z.number();

describe("the catalogue keeps what it promised", () => {
  const lock = JSON.parse(readFileSync("shared/action/catalogue.lock.json", "utf8")) as Lock;
  const actions = lockedActions(catalogue);

  it("no plan that exists stumbles over this build", () => {
    expect(breachesOf(lock.actions, actions).map(sentenceOf)).toEqual([]);
  });

  it("the lock file holds all of it: else run npm run catalogue -- accept", () => {
    expect(unlockedCodes(lock.actions, actions)).toEqual([]);
  });

  it("codes are written alike and stand there once", () => {
    const codes = catalogue.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[a-z][A-Za-z0-9]*([.-][a-z][A-Za-z0-9]*)*$/);
  });
});

describe("a change that plans would stumble over", () => {
  it("is named with code, parameter and cure", () => {
    const [breach] = breachesOf(locked({ a: text }), locked({}));
    expect(breach && sentenceOf(breach)).toMatch(/^x: parameter a: it is gone\. Put it back/);
    const [gone] = breachesOf(locked({}), []);
    expect(gone && sentenceOf(gone)).toMatch(
      /^x: the action is gone\. Put it back.*isVisible: false/,
    );
  });

  it.each<[string, z.ZodType | undefined, z.ZodType | undefined]>([
    ["a parameter gone", text.optional(), undefined],
    ["a new one that is required", undefined, text],
    ["optional before, required now", text.optional(), text],
    ["a default taken away", text.default("a"), text],
    ["another type", text, count],
    ["text that became a choice", text, z.enum(["a"])],
    ["whole numbers only", count, z.number().int()],
    ["a higher minimum", count.min(1), count.min(2)],
    ["a minimum where there was none", count, count.min(0)],
    ["a lower maximum", count.max(9), count.max(8)],
    ["a longer text", text.min(1), text.min(2)],
    ["a shorter text", text, text.max(10)],
    ["fewer items", z.array(text).max(9), z.array(text).max(3)],
    ["another pattern", text.regex(/^a/), text.regex(/^b/)],
    ["a pattern where there was none", text, text.regex(/^a/)],
    ["a second pattern", text.regex(/^a/), text.regex(/^a/).regex(/b$/)],
    ["a format", text, z.url()],
    ["an open bound", count, count.gt(0)],
    ["steps", count, count.multipleOf(5)],
    ["a choice gone", z.enum(["a", "b"]), z.enum(["a"])],
    ["items of another type", z.array(text), z.array(count)],
    ["narrower items", z.array(text), z.array(text.max(3))],
    ["narrower values of a map", z.record(text, text), z.record(text, text.max(3))],
    ["narrower names of a map", z.record(text, text), z.record(text.regex(/^a/), text)],
    ["a field of a group gone", z.strictObject({ b: text.optional() }), z.strictObject({})],
    ["a field of a group required", z.strictObject({}), z.strictObject({ b: text })],
    [
      "narrower deep inside",
      z.array(z.strictObject({ b: z.array(count.max(9)) })),
      z.array(z.strictObject({ b: z.array(count.max(8)) })),
    ],
    ["anything that became something", z.unknown(), z.union([text, count])],
    ["text that became a secret", text, SecretRef],
    ["open to a run before", field(text, name), field(text, { ...name, isFixed: true })],
    [
      "another meaning of an empty list",
      field(z.array(text), { ...name, emptyMeans: "none" }),
      field(z.array(text), { ...name, emptyMeans: "all" }),
    ],
  ])("%s", (_what, before, after) => {
    const shape = (schema: z.ZodType | undefined): Shape =>
      schema === undefined ? {} : { a: schema };
    expect(broken(shape(before), shape(after))).toHaveLength(1);
  });

  it("is an output gone or of another type", () => {
    const of = (output: z.ZodObject) => locked({}, { output });
    const faults = (before: z.ZodObject, after: z.ZodObject) =>
      breachesOf(of(before), of(after)).map(({ what }) => what);
    expect(faults(z.object({ a: text }), z.object({}))).toEqual(["output a: it is gone"]);
    expect(faults(z.object({ a: text }), z.object({ a: count }))).toEqual([
      "output a: its type was text and is number now",
    ]);
    expect(faults(z.object({ a: text }), z.object({ a: text, b: text }))).toEqual([]);
  });

  it("is a scene gone, or fewer or other targets", () => {
    const of = (given: Partial<ActionDefinition>) => locked({ list: z.array(text) }, given);
    const faults = (before: Partial<ActionDefinition>, after: Partial<ActionDefinition>) =>
      breachesOf(of(before), of(after)).length;
    expect(faults({}, { scenes: ["EMERGENCY"] })).toBe(1);
    expect(faults({ scenes: ["EMERGENCY"] }, {})).toBe(0);
    const targets = { parameter: "list", most: 5 };
    expect(faults({ targets }, { targets: { ...targets, most: 4 } })).toBe(1);
    expect(faults({ targets }, { targets: { ...targets, most: 6 } })).toBe(0);
    expect(faults({ targets }, { targets: null })).toBe(1);
  });
});

describe("a change that no plan notices", () => {
  it("passes, and asks for accept", () => {
    const before = { a: text.min(2).max(5).regex(/^a/), b: count.int().gt(0), c: z.enum(["a"]) };
    const after = {
      a: text.min(1).max(6).optional(),
      b: count,
      c: z.enum(["a", "b"]),
      d: text.default(""),
    };
    expect(broken(before, after)).toEqual([]);
    expect(unlockedCodes(locked(before), locked(after))).toEqual(["x"]);
  });

  it("of words alone asks for nothing", () => {
    const [one, other] = [
      field(text, name),
      field(text, { name: both("y", "y"), help: both("h", "h") }),
    ];
    expect(unlockedCodes(locked({ a: one }), locked({ a: other }))).toEqual([]);
  });
});
