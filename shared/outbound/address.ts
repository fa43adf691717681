import dns, { type LookupAddress, type LookupOptions } from "node:dns";
import { BlockList, isIP } from "node:net";
import { hidesAny, bytesOf } from "./disguise.ts";

/** An address that the platform must not call for anybody. */
export class BlockedAddress extends Error {}

/** `inner`: of this machine or of a private network; `never`: of the cloud itself, which gives credentials away. */
type Kind = "public" | "inner" | "never";

type Subnets = readonly (readonly [network: string, prefix: number])[];

function listOf(ipv4: Subnets, ipv6: Subnets): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ipv4) list.addSubnet(network, prefix, "ipv4");
  for (const [network, prefix] of ipv6) list.addSubnet(network, prefix, "ipv6");
  return list;
}

/** Metadata and credentials of AWS, Alibaba Cloud, Azure, Google Cloud, Oracle and Tencent, links included. */
const metadata = listOf(
  [
    ["169.254.0.0", 16],
    ["100.100.100.200", 32],
    ["168.63.129.16", 32],
    ["192.0.0.192", 32],
  ],
  [
    ["fd00:ec2::", 32],
    ["fd20:ce::", 32],
    ["fe80::", 10],
  ],
);

const inner = listOf(
  [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["224.0.0.0", 3],
  ],
  [
    ["fc00::", 7],
    ["fec0::", 10],
    ["ff00::", 8],
  ],
);

/** IPv6 that stands for IPv4: unspecified, loopback and compatible; translated; NAT64; Teredo; 6to4. */
const disguises = listOf(
  [],
  [
    ["::", 96],
    ["::ffff:0:0:0", 96],
    ["64:ff9b::", 96],
    ["64:ff9b:1::", 48],
    ["2001::", 32],
    ["2002::", 16],
  ],
);

/** For one machine and tests only; read late, like the table's name. */
export function mayCallInside(): boolean {
  return process.env["HTTP_ALLOW_PRIVATE"] === "1";
}

function kindOf(address: string): Kind {
  const plain = address.replace(/%.*$/, "");
  const family = isIP(plain);
  // What is no address at all is nothing to connect to.
  if (family === 0) return "never";
  const type = family === 6 ? "ipv6" : "ipv4";
  // Both lists see IPv4 behind the mapped form ::ffff:0:0/96.
  if (metadata.check(plain, type)) return "never";
  if (inner.check(plain, type)) return "inner";
  if (!disguises.check(plain, type)) return "public";
  const isMetadata = (hidden: string) => metadata.check(hidden, "ipv4");
  return hidesAny(bytesOf(plain), isMetadata) ? "never" : "inner";
}

/** Throws BlockedAddress for an address that is never called, or an inner one that is not let through. */
export function assertMayCall(host: string, address: string, mayBeInner: boolean): void {
  const kind = kindOf(address);
  if (kind === "never") {
    throw new BlockedAddress(`${host} is an address of the cloud itself; it is never called.`);
  }
  if (kind === "inner" && !mayBeInner && !mayCallInside()) {
    throw new BlockedAddress(`${host} is an inner address; only public ones may be called.`);
  }
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
export function checkedLookup(mayBeInner: boolean) {
  return (host: string, options: LookupOptions, done: Done): void => {
    dns.lookup(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      try {
        for (const { address } of found) assertMayCall(host, address, mayBeInner);
      } catch (refusal) {
        return done(refusal as BlockedAddress, []);
      }
      const [first] = found;
      if (options.all === true || first === undefined) return done(null, found);
      return done(null, first.address, first.family);
    });
  };
}
