import { crc32 } from "node:zlib";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { refusePresigned } from "./presign.ts";
import { putInParts, PART_BYTES } from "./multipart.ts";

/** `endpoint` is the S3 server behind the gate; `prefix` is where the gate is mounted, e.g. "/_s3". */
export type GateOptions = {
  endpoint: string;
  prefix: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  now?: () => number;
};

/** Largest object that a browser may upload. */
export const UPLOAD_MAX_BYTES = 25 * 1024 * 1024;

/**
 * Presigned GET and PUT on the product's own origin. The local S3 server checks neither signature nor expiry
 * and ignores response-content-disposition, so the gate does, and keeps what it serves from running as a page.
 */
export function s3Gate(options: GateOptions): Hono {
  const tooLarge = () => {
    const answer = refusal(400, "EntityTooLarge", "The object is larger than 25 MB.");
    // The rest of the body is never read, so the connection cannot carry another request.
    answer.headers.set("connection", "close");
    return answer;
  };
  const app = new Hono();
  app.use(`${options.prefix}/*`, bodyLimit({ maxSize: UPLOAD_MAX_BYTES, onError: tooLarge }));
  app.on(["GET", "HEAD", "PUT"], `${options.prefix}/*`, (c) => pass(c, options));
  app.all(`${options.prefix}/*`, () => refusal(405, "MethodNotAllowed", "Only GET, HEAD and PUT."));
  return app;
}

async function pass(c: Context, options: GateOptions): Promise<Response> {
  const url = new URL(c.req.url);
  const request = {
    // A URL is signed for GET; S3 takes HEAD with a signature of its own, which is checked as HEAD.
    method: c.req.raw.method,
    rawPath: url.pathname,
    rawQuery: url.search.slice(1),
    headers: c.req.header(),
  };
  const refused = refusePresigned(request, options.credentials, (options.now ?? Date.now)());
  if (refused)
    return refusal(
      refused === "AuthorizationQueryParametersError" ? 400 : 403,
      refused,
      "Refused.",
    );
  const target = `${options.endpoint}${url.pathname.slice(options.prefix.length)}`;
  return request.method === "PUT" ? put(c, url, target) : get(request.method, url, target, c);
}

async function put(c: Context, url: URL, target: string): Promise<Response> {
  const body = Buffer.from(await c.req.arrayBuffer());
  if (!matchesChecksum(url, body))
    return refusal(400, "BadDigest", "The CRC32 does not match the body.");
  const headers = Object.entries(c.req.header()).filter(([name]) =>
    /^(content-type|x-amz-meta-.*)$/.test(name),
  );
  if (body.length > PART_BYTES) return putInParts(target, body, headers);
  const answer = await fetch(target, { method: "PUT", body, headers });
  const etag = answer.headers.get("etag");
  return new Response(answer.ok ? null : await answer.text(), {
    status: answer.status,
    headers: etag ? { etag } : {},
  });
}

/** S3 verifies a checksum that a presigner put into the URL; a URL signed for an empty body must fail here too. */
function matchesChecksum(url: URL, body: Buffer): boolean {
  const expected = url.searchParams.get("x-amz-checksum-crc32");
  if (!expected) return true;
  const actual = Buffer.alloc(4);
  actual.writeUInt32BE(crc32(body));
  return actual.toString("base64") === expected;
}

const PASSED_HEADERS = [
  "content-type",
  "content-length",
  "content-range",
  "accept-ranges",
  "etag",
  "last-modified",
];
const OVERRIDES = ["content-type", "content-disposition", "content-language", "cache-control"];

async function get(method: string, url: URL, target: string, c: Context): Promise<Response> {
  const range = c.req.header("range");
  const answer = await fetch(target, { method, headers: range ? { range } : {} });
  const headers = new Headers({
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox",
    "cache-control": "private, no-store",
  });
  for (const name of PASSED_HEADERS) copy(headers, name, answer.headers.get(name));
  for (const name of OVERRIDES) copy(headers, name, url.searchParams.get(`response-${name}`));
  return new Response(answer.body, { status: answer.status, headers });
}

function copy(headers: Headers, name: string, value: string | null): void {
  if (value) headers.set(name, value);
}

function refusal(status: number, code: string, message: string): Response {
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return new Response(xml, { status, headers: { "content-type": "application/xml" } });
}
