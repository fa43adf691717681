import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";

beforeAll(() => {
  process.env["SIGNING_SECRET"] ??= "a secret for tests only";
});

function refusalOf(scope: string, cursor: string): unknown {
  try {
    decodeCursor(scope, cursor);
  } catch (error) {
    return error;
  }
  return undefined;
}

const refusal = { code: "INVALID_CURSOR", status: 400, issues: [{ path: "cursor" }] };

describe("a cursor", () => {
  it("gives back any position that was put into it", () => {
    fc.assert(
      fc.property(fc.string(), fc.json(), (scope, text) => {
        const position: unknown = JSON.parse(text);
        expect(decodeCursor(scope, encodeCursor(scope, position))).toEqual(
          JSON.parse(JSON.stringify(position)),
        );
      }),
    );
  });

  it("is refused by every other list", () => {
    const cursor = encodeCursor("tasks:usr_1:todo", { at: "2026" });
    expect(refusalOf("tasks:usr_2:todo", cursor)).toMatchObject(refusal);
  });

  it("is refused when any character of it is changed, removed or added", () => {
    const cursor = encodeCursor("list", { id: "tkt_1", at: "2026-01-01T00:00:00.000Z" });
    fc.assert(
      fc.property(
        fc.nat(cursor.length),
        fc.string({ maxLength: 2 }),
        fc.nat(2),
        (at, text, cut) => {
          const forged = cursor.slice(0, at) + text + cursor.slice(at + cut);
          fc.pre(forged !== cursor);
          expect(refusalOf("list", forged)).toMatchObject(refusal);
        },
      ),
    );
  });

  it("is refused whatever text it is, and absent it is the first page", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(refusalOf("list", text)).toMatchObject(refusal);
      }),
    );
    expect(decodeCursor("list", undefined)).toBeUndefined();
  });
});
