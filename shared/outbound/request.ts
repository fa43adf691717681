import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { allowedUrl, BlockedAddress, checkedLookup, mayCallInside } from "./address.ts";

export type Outgoing = {
  method: string;
  headers?: Record<string, string>;
  body?: string;
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

function checkedTarget(url: string, isSecret = false): URL {
  const target = allowedUrl(url);
  if (isSecret && target.protocol !== "https:" && !mayCallInside())
    throw new BlockedAddress("Only https may be called here.");
  return target;
}

function exchange(target: URL, given: Outgoing, connected: () => void): Promise<Answer> {
  const isSecure = target.protocol === "https:";
  return new Promise((resolve, reject) => {
    const outgoing = (isSecure ? https : http).request(target, {
      method: given.method,
      headers: headersOf(given),
      lookup: checkedLookup,
      // Nobody else's connection, and no proxy of the environment: the address was checked for this one.
      agent: false,
      signal: AbortSignal.timeout(given.timeoutMs),
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

/**
 * The one way out: a request to somebody else's system, for automation and for forms. Redirects are answers
 * like others: an allowed address must not lead to one that isn't. Throws BlockedAddress, Unconnected, TooLarge,
 * and anything else when it is not known what the other side did.
 */
export async function callOutside(url: string, given: Outgoing): Promise<Answer> {
  const target = checkedTarget(url, given.isSecret);
  let isConnected = false;
  try {
    return await exchange(target, given, () => (isConnected = true));
  } catch (error) {
    if (isConnected || error instanceof BlockedAddress) throw error;
    throw new Unconnected("There was no connection to the other side.", { cause: error });
  }
}
