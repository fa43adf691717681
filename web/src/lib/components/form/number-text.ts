const wide = /[\uFF10-\uFF19\uFF0E\uFF0C\uFF0D\uFF0B]/g;

/** Chinese input methods type full-width digits; they mean the same. */
function narrowed(text: string): string {
  return text.replace(wide, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
}

/** The number a person typed: spaces, full-width digits and thousands commas are understood. NaN when it is none. */
export function parseNumber(text: string): number {
  const plain = narrowed(text).replace(/[\s\u3000]/g, "");
  const joined = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replaceAll(",", "") : plain;
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(joined) ? Number(joined) : NaN;
}
