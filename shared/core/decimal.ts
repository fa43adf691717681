type Decimal = { digits: bigint; scale: number };

/** A number as people read it: the shortest decimal that means it, which is what JSON stores. */
function decimalOf(value: number): Decimal {
  const [, sign = "", whole = "0", part = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const scale = part.length - Number(exponent);
  const digits = BigInt(`${sign}${whole}${part}`);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

function asText(digits: bigint, scale: number): string {
  const sign = digits < 0n ? "-" : "";
  const plain = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const whole = plain.slice(0, plain.length - scale);
  const part = plain.slice(plain.length - scale).replace(/0+$/, "");
  return part === "" ? `${sign}${whole}` : `${sign}${whole}.${part}`;
}

/** The exact sum of finite numbers as a decimal: 0.1 and 0.2 make "0.3". */
export function addDecimals(values: readonly number[]): string {
  const decimals = values.map(decimalOf);
  const scale = Math.max(0, ...decimals.map((one) => one.scale));
  const digits = decimals.reduce(
    (sum, one) => sum + one.digits * 10n ** BigInt(scale - one.scale),
    0n,
  );
  return asText(digits, scale);
}
