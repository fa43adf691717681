import { isIP } from "node:net";
import { assertMayCall, BlockedAddress } from "./address.ts";

/** Which hosts may be called, as administrators have set it. Empty: every public one. */
export type Rules = {
  hosts: readonly {
    /** A name or an address, `*.example.com` for all names below it; with `:port` this port only. */
    host: string;
    /** It may be of a private network, or this machine. */
    isInner: boolean;
  }[];
};

function bare(hostname: string): string {
  return hostname.replace(/\.$/, "");
}

/** The name as the target of a call spells it. Undefined for what is none. */
function hostnameOf(name: string): string | undefined {
  const address = isIP(name) === 6 ? `[${name}]` : name;
  return URL.canParse(`http://${address}/`)
    ? bare(new URL(`http://${address}/`).hostname)
    : undefined;
}

function isMeant(entry: string, { hostname, port, protocol }: URL): boolean {
  const isPlainIpv6 = isIP(entry) === 6;
  const [, name = "", wanted] = isPlainIpv6
    ? [entry, entry]
    : (/^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? []);
  const used = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  if (wanted !== undefined && wanted !== used) return false;
  const host = bare(hostname);
  if (!name.startsWith("*.")) return hostnameOf(name) === host;
  const parent = hostnameOf(name.slice(2));
  return parent !== undefined && host.endsWith(`.${parent}`);
}

/**
 * The parts of an address that may be called: only http(s), only hosts that the rules name when they name any, and
 * only public addresses unless they say otherwise: neither a template nor a form may reach the cloud's metadata or
 * the company's inner network through the platform. A name is looked at when it is resolved (`checkedLookup`).
 */
export function allowedTarget(text: string, { hosts }: Rules): { url: URL; mayBeInner: boolean } {
  if (!URL.canParse(text)) throw new BlockedAddress("This is not an address.");
  const url = new URL(text);
  const { protocol, hostname } = url;
  if (protocol !== "http:" && protocol !== "https:")
    throw new BlockedAddress(`Protocol ${protocol} is not allowed.`);
  const meant = hosts.filter(({ host }) => isMeant(host, url));
  if (hosts.length > 0 && meant.length === 0)
    throw new BlockedAddress(`${url.host} is not among the hosts that may be called.`);
  const mayBeInner = meant.some(({ isInner }) => isInner);
  const host = hostname.replace(/^\[|\]$/g, "");
  // A connection to an address asks no resolver, so it must be looked at here.
  if (isIP(host) !== 0) assertMayCall(hostname, host, mayBeInner);
  return { url, mayBeInner };
}
