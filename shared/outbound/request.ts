import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { BlockedAddress, checkedLookup, mayCallInside } from "./address.ts";
import { allowedTarget, type Rules } from "./rules.ts";

export type Outgoing = {
  method: string;
  headers?: Record<string, string>;
  body?: string;
  /** Which hosts may be called. */
  rules: Rules;
  /** Certificates (PEM) of the authorities that the other side must be known to, in place of the public ones. */
  ca?: string;
  /** Ends the exchange before its time. */
  signal?: AbortSignal;
  /** For the whole exchange, from the name to the last byte. */
  timeoutMs: number;
  /** Of the answer. What comes after is cut off, or with `isWhole` makes the whole answer a failure. */
  maxBytes: number;
  isWhole?: boolean;
  /** Plain http can be overheard; on one machine it is allowed all the same. */
  isSecret?: boolean;
};
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/** Certain: nothing of the request reached the other side. */
export class Unconnected extends Error {}
/** The answer is larger than it may be. */
export class TooLarge extends Error {}

/** Headers that belong to the connection, not to whoever fills in a template. */
const ours = new Set([
  ...["host", "connection", "content-length", "transfer-encoding", "expect", "upgrade"],
  ...["te", "trailer", "keep-alive", "proxy-connection", "accept-encoding"],
]);

function headersOf({ headers = {}, body }: Outgoing): Record<string, string | number> {
  const given = Object.entries(headers).filter(([name]) => !ours.has(name.toLowerCase()));
  return {
    accept: "*/*",
    "user-agent": "Countersign",
    ...Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value])),
    // A packed answer could be a thousand times its size.
    "accept-encoding": "identity",
    ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
  };
}

async function textOf(response: IncomingMessage, given: Outgoing): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= given.maxBytes) continue;
    if (given.isWhole === true) throw new TooLarge(`The answer has over ${given.maxBytes} bytes.`);
    break;
  }
  return Buffer.concat(chunks).subarray(0, given.maxBytes).toString("utf8");
}

function checkedTarget(text: string, { rules, isSecret = false }: Outgoing) {
  const target = allowedTarget(text, rules);
  if (isSecret && target.url.protocol !== "https:" && !mayCallInside())
    throw new BlockedAddress("Only https may be called here.");
  return target;
}

function endOf({ timeoutMs, signal }: Outgoing): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}

function exchange(
  { url, mayBeInner }: ReturnType<typeof allowedTarget>,
  given: Outgoing,
  connected: () => void,
): Promise<Answer> {
  const isSecure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const outgoing = (isSecure ? https : http).request(url, {
      method: given.method,
      headers: headersOf(given),
      lookup: checkedLookup(mayBeInner),
      // Nobody else's connection, and no proxy of the environment: the address was checked for this one.
      agent: false,
      // Said here, so that no variable of the environment can switch it off.
      rejectUnauthorized: true,
      ...(given.ca === undefined || given.ca === "" ? {} : { ca: given.ca }),
      signal: endOf(given),
    });
    outgoing.on("socket", (socket: Socket) => {
      socket.once(isSecure ? "secureConnect" : "connect", connected);
    });
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      const { statusCode: status = 0, headers } = response;
      textOf(response, given).then((text) => resolve({ status, headers, text }), reject);
    });
    outgoing.end(given.body);
  });
}

/** Why there was none, in the words of the network: ECONNREFUSED, ENOTFOUND, CERT_HAS_EXPIRED … */
function unconnected(error: unknown): Unconnected {
  const { code, name } = error as NodeJS.ErrnoException;
  const why = typeof code === "string" ? code : (name ?? "unknown");
  return new Unconnected(`There was no connection to the other side: ${why}.`, { cause: error });
}

/**
 * The one way out: a request to somebody else's system, for automation and for forms. Redirects are answers
 * like others: an allowed address must not lead to one that isn't. Throws BlockedAddress, Unconnected, TooLarge,
 * and anything else when it is not known what the other side did.
 */
export async function callOutside(url: string, given: Outgoing): Promise<Answer> {
  const target = checkedTarget(url, given);
  let isConnected = false;
  try {
    return await exchange(target, given, () => (isConnected = true));
  } catch (error) {
    if (isConnected || error instanceof BlockedAddress) throw error;
    throw unconnected(error);
  }
}
