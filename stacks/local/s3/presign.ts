import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** The request as it arrived: `rawPath` and `rawQuery` undecoded, header names in lower case. */
export type SignedRequest = {
  method: string;
  rawPath: string;
  rawQuery: string;
  headers: Readonly<Record<string, string>>;
};

/** Why a request was refused, in S3's own codes. */
export type PresignRefusal =
  "AccessDenied" | "SignatureDoesNotMatch" | "AuthorizationQueryParametersError";

const ALGORITHM = "AWS4-HMAC-SHA256";
const EXPIRES_MAX_SECONDS = 7 * 86_400;
const CLOCK_SKEW_MS = 15 * 60_000;

/**
 * Checks a presigned S3 URL (Signature Version 4 in the query) as S3 does: shape, expiry, signature.
 * Answers undefined when it holds. Source: AWS, "Authenticating Requests: Using Query Parameters".
 */
export function refusePresigned(
  request: SignedRequest,
  credentials: { accessKeyId: string; secretAccessKey: string },
  nowMs: number,
): PresignRefusal | undefined {
  const query = parseQuery(request.rawQuery);
  const value = (name: string) => query.find(([key]) => key === name)?.[1] ?? "";
  const [keyId, day = "", region = "", service = "", end] = value("X-Amz-Credential").split("/");
  const signedAtMs = parseAmzDate(value("X-Amz-Date"));
  const expires = value("X-Amz-Expires");
  if (!value("X-Amz-Signature")) return "AccessDenied";
  if (value("X-Amz-Algorithm") !== ALGORITHM || end !== "aws4_request" || service !== "s3") {
    return "AuthorizationQueryParametersError";
  }
  if (
    Number.isNaN(signedAtMs) ||
    !value("X-Amz-Date").startsWith(day) ||
    !isValidExpires(expires)
  ) {
    return "AuthorizationQueryParametersError";
  }
  if (keyId !== credentials.accessKeyId) return "AccessDenied";
  if (nowMs > signedAtMs + Number(expires) * 1_000 || nowMs < signedAtMs - CLOCK_SKEW_MS)
    return "AccessDenied";
  const signedHeaders = value("X-Amz-SignedHeaders").split(";");
  if (!signedHeaders.includes("host")) return "AccessDenied";
  const scope = `${day}/${region}/${service}/aws4_request`;
  const canonical = canonicalRequest(request, query, signedHeaders);
  const toSign = [ALGORITHM, value("X-Amz-Date"), scope, sha256(canonical)].join("\n");
  const key = [region, service, "aws4_request"].reduce<Buffer>(
    (signing, part) => hmac(signing, part),
    hmac(`AWS4${credentials.secretAccessKey}`, day),
  );
  const isEqual = equal(hmac(key, toSign).toString("hex"), value("X-Amz-Signature"));
  return isEqual ? undefined : "SignatureDoesNotMatch";
}

function canonicalRequest(
  request: SignedRequest,
  query: [string, string][],
  signedHeaders: string[],
): string {
  const pairs = query
    .filter(([key]) => key !== "X-Amz-Signature")
    .map(([key, value]) => `${encode(key)}=${encode(value)}`);
  const headers = signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? "").trim().replace(/ +/g, " ")}`,
  );
  const payload = query.find(([key]) => key === "X-Amz-Content-Sha256")?.[1] ?? "UNSIGNED-PAYLOAD";
  return [
    request.method,
    request.rawPath,
    pairs.sort().join("&"),
    ...headers,
    "",
    signedHeaders.join(";"),
    payload,
  ].join("\n");
}

/** Pairs in order of appearance; S3 does not read "+" as a space in signed queries. */
function parseQuery(rawQuery: string): [string, string][] {
  return rawQuery
    .split("&")
    .filter(Boolean)
    .map((pair) => {
      const [key = "", ...rest] = pair.split("=");
      return [decode(key), decode(rest.join("="))];
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function isValidExpires(text: string): boolean {
  return /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= EXPIRES_MAX_SECONDS;
}

function parseAmzDate(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  return match
    ? Date.parse(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"))
    : NaN;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
