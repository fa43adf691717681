import fc from "fast-check";
import { expect, test } from "vitest";
import { addDecimals } from "#shared/core/decimal.ts";

const cents = fc.integer({ min: -1e14, max: 1e14 });

test("sums of money are those of whole cents, whatever the order", () => {
  fc.assert(
    fc.property(fc.array(cents, { maxLength: 200 }), (amounts) => {
      const sum = amounts.reduce((total, one) => total + BigInt(one), 0n);
      const text = addDecimals(amounts.map((one) => one / 100));
      expect(BigInt(Math.round(Number(text.split(".")[1]?.padEnd(2, "0") ?? 0)))).toBe(
        (sum < 0n ? -sum : sum) % 100n,
      );
      expect(addDecimals(amounts.toReversed().map((one) => one / 100))).toBe(text);
      const [whole = ""] = text.replace("-", "").split(".");
      expect(BigInt(whole)).toBe((sum < 0n ? -sum : sum) / 100n);
      expect(text.startsWith("-")).toBe(sum < 0n);
    }),
  );
});

test("one number is itself, however large or small", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(finite, (value) => {
      expect(Number(addDecimals([value]))).toBe(value === 0 ? 0 : value);
    }),
  );
});

test.each([
  [[], "0"],
  [[0.1, 0.2], "0.3"],
  [[1e21, 1e-7], "1000000000000000000000.0000001"],
  [[1.5, -1.5], "0"],
  [[-0.01], "-0.01"],
])("%j make %s", (values, sum) => {
  expect(addDecimals(values)).toBe(sum);
});
