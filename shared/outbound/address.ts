import dns, { type LookupAddress, type LookupOptions } from "node:dns";
import { BlockList, isIP } from "node:net";

/** An address that the platform must not call for anybody. */
export class BlockedAddress extends Error {}

const inside = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  inside.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  // Unspecified, loopback and, like 64:ff9b, 2001:: and 2002::, a disguise of IPv4 addresses.
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["2001::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const) {
  inside.addSubnet(network, prefix, "ipv6");
}

/** For one machine and tests only; read late, like the table's name. */
export function mayCallInside(): boolean {
  return process.env["HTTP_ALLOW_PRIVATE"] === "1";
}

function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = (mapped ?? address).replace(/%.*$/, "");
  const kind = isIP(plain);
  // What is no address at all is nothing to connect to.
  return kind === 0 || inside.check(plain, kind === 6 ? "ipv6" : "ipv4");
}

function refusal(host: string): BlockedAddress {
  return new BlockedAddress(`${host} is an inner address; only public ones may be called.`);
}

/**
 * The parts of an address that may be called: only http(s), and only public hosts unless HTTP_ALLOW_PRIVATE is
 * set: neither a template nor a form may reach the cloud's metadata service or the company's inner network
 * through the platform. A host's name is looked at when it is resolved (`checkedLookup`).
 */
export function allowedUrl(text: string): URL {
  const url = new URL(text);
  const { protocol, hostname } = url;
  if (protocol !== "http:" && protocol !== "https:")
    throw new BlockedAddress(`Protocol ${protocol} is not allowed.`);
  const host = hostname.replace(/^\[|\]$/g, "");
  // A connection to an address asks no resolver, so it must be looked at here.
  if (isIP(host) !== 0 && !mayCallInside() && isInside(host)) throw refusal(hostname);
  return url;
}

type Done = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/**
 * The resolver of a connection. What it hands over is what the socket connects to, so a name can't be one
 * address when it is checked and another one when it is used.
 */
export function checkedLookup(host: string, options: LookupOptions, done: Done): void {
  dns.lookup(host, { ...options, all: true }, (error, found) => {
    if (error !== null) return done(error, []);
    if (!mayCallInside() && found.some(({ address }) => isInside(address))) {
      return done(refusal(host), []);
    }
    const [first] = found;
    if (options.all === true || first === undefined) return done(null, found);
    return done(null, first.address, first.family);
  });
}
