/** Items stay below 100 KB; what is longer is stored in parts of so many bytes. */
const partBytes = 88 * 1024;

function isInsideCharacter(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;
}

/** A text in parts that fit into items; at least one, the empty text too. */
export function splitText(text: string): string[] {
  const bytes = Buffer.from(text, "utf8");
  const parts: string[] = [];
  let from = 0;
  do {
    let to = Math.min(from + partBytes, bytes.length);
    while (isInsideCharacter(bytes[to])) to -= 1;
    parts.push(bytes.subarray(from, to).toString("utf8"));
    from = to;
  } while (from < bytes.length);
  return parts;
}

/** The text again, of parts in any order. */
export function joinText(parts: readonly { part: number; text: string }[]): string {
  return parts
    .toSorted((a, b) => a.part - b.part)
    .map(({ text }) => text)
    .join("");
}
