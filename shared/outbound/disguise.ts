/** IPv4 addresses inside IPv6 ones, as translators write them in (RFC 4291, 6052, 3056, 4380). */

/** The sixteen bytes of an IPv6 address. */
export function bytesOf(address: string): number[] {
  const { hostname } = new URL(`http://[${address}]/`);
  const [head = "", tail] = hostname.slice(1, -1).split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

function windows(bytes: number[]): string[] {
  return bytes.slice(3).map((_last, at) => bytes.slice(at, at + 4).join("."));
}

/** Whether such an IPv4 address stands anywhere in there: plain, around the byte that RFC 6052 leaves free, inverted. */
export function hidesAny(bytes: number[], isSuch: (ipv4: string) => boolean): boolean {
  const split = bytes.filter((_byte, at) => at !== 8);
  const inverted = bytes.slice(12).map((byte) => 255 - byte);
  return [...windows(bytes), ...windows(split), inverted.join(".")].some(isSuch);
}
