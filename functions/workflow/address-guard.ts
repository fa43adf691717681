import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { env } from "#functions/lib/env.ts";

/** An address that templates must not make the platform call. */
export class BlockedAddress extends Error {}

const inside = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  inside.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  // Unspecified, loopback and, like 64:ff9b, a disguise of IPv4 addresses.
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  inside.addSubnet(network, prefix, "ipv6");
}

function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  return inside.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4");
}

/**
 * Only http(s), and only public addresses unless HTTP_ALLOW_PRIVATE is set: a template must not reach the
 * cloud's metadata service or the company's inner network through the platform.
 */
export async function assertAllowedAddress(url: string): Promise<void> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:")
    throw new BlockedAddress(`Protocol ${protocol} is not allowed.`);
  if (env().allowPrivateHttp) return;
  const host = hostname.replace(/^\[|\]$/g, "");
  const found = isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host }];
  if (found.some(({ address }) => isInside(address))) {
    throw new BlockedAddress(
      `${hostname} is an inner address; automation may only call public ones.`,
    );
  }
}
