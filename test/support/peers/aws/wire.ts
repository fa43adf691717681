import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { AwsError } from "./error.ts";

export type WireRequest = { method: string; url: URL; headers: IncomingHttpHeaders; body: Buffer };

export type WireAnswer = {
  status: number;
  headers: Record<string, string>;
  body?: string | Buffer;
};

/** A protocol: what a request means, and how outputs and errors look. */
export type Wire = {
  /** Throws AwsError for a request that is none of the service's. */
  read: (request: WireRequest) => { operation: string; input: unknown };
  answer: (operation: string, output: object) => WireAnswer;
  error: (error: AwsError) => WireAnswer;
};

export async function readRequest(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = "", url = "/", headers } = request;
  return { method, url: new URL(url, "http://peer"), headers, body: Buffer.concat(chunks) };
}

/** The access key a request is signed with. */
export function signerOf({ headers }: WireRequest): string {
  return /Credential=([^/]+)\//.exec(headers.authorization ?? "")?.[1] ?? "";
}

/** Whether the request carries a signature for the service. The signature itself is not verified. */
export function hasSigned({ headers }: WireRequest, signingName: string): boolean {
  const scope = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request,/;
  return scope.exec(headers.authorization ?? "")?.[1] === signingName;
}

/** Headers that an error carries beside its own. */
export function errorHeaders(error: AwsError): Record<string, string> {
  const { retryAfterSeconds } = error;
  return retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
}
