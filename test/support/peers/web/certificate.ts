import { createSign, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";
import type { Tls } from "./peer.ts";

/**
 * An authority and a server certificate for 127.0.0.1 and localhost, made on the spot, so that nothing needs to
 * be installed and nothing can expire. X.509 v3 (RFC 5280) in DER, ECDSA on P-256 with SHA-256.
 */

const oids = {
  commonName: "550403",
  ecdsaWithSha256: "2a8648ce3d040302",
  subjectKeyId: "551d0e",
  keyUsage: "551d0f",
  subjectAltName: "551d11",
  basicConstraints: "551d13",
  authorityKeyId: "551d23",
  extendedKeyUsage: "551d25",
  serverAuth: "2b06010505070301",
};

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const oid = (name: keyof typeof oids) => der(0x06, Buffer.from(oids[name], "hex"));
const bits = (content: Uint8Array, unused = 0) => der(0x03, Buffer.from([unused]), content);
const octets = (content: Uint8Array) => der(0x04, content);
const yes = der(0x01, Buffer.from([0xff]));

function time(at: Date): Buffer {
  const digits = at.toISOString().replaceAll(/\D/g, "").slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

function named(name: string): Buffer {
  const text = der(0x0c, Buffer.from(name));
  return sequence(der(0x31, sequence(oid("commonName"), text)));
}

function extension(name: keyof typeof oids, isCritical: boolean, value: Uint8Array): Buffer {
  return sequence(oid(name), ...(isCritical ? [yes] : []), octets(value));
}

type Wanted = {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  signWith: KeyObject;
  extensions: Buffer[];
};

function certificate({ subject, issuer, publicKey, signWith, extensions }: Wanted): string {
  const algorithm = sequence(oid("ecdsaWithSha256"));
  const dayMs = 86_400_000;
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    // Positive and without a leading zero.
    der(0x02, Buffer.from([0x40 | ((randomBytes(1)[0] ?? 0) % 64), ...randomBytes(8)])),
    algorithm,
    named(issuer),
    sequence(time(new Date(Date.now() - dayMs)), time(new Date(Date.now() + 30 * dayMs))),
    named(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = createSign("sha256").update(content).sign(signWith);
  const base64 = sequence(content, algorithm, bits(signature)).toString("base64");
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/** What a server needs to speak TLS, and the authority (PEM) that its callers are to trust. */
export function makeTls(): Tls & { ca: string } {
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const authorityId = randomBytes(20);
  const issuer = "peer-ca";
  const ca = certificate({
    subject: issuer,
    issuer,
    publicKey: authority.publicKey,
    signWith: authority.privateKey,
    extensions: [
      extension("basicConstraints", true, sequence(yes)),
      // keyCertSign and cRLSign.
      extension("keyUsage", true, bits(Buffer.from([0b0000_0110]), 1)),
      extension("subjectKeyId", false, octets(authorityId)),
    ],
  });
  const names = [der(0x87, Buffer.from([127, 0, 0, 1])), der(0x82, Buffer.from("localhost"))];
  const cert = certificate({
    subject: "kube-apiserver",
    issuer,
    publicKey: server.publicKey,
    signWith: authority.privateKey,
    extensions: [
      extension("basicConstraints", true, sequence()),
      // digitalSignature.
      extension("keyUsage", true, bits(Buffer.from([0b1000_0000]), 7)),
      extension("extendedKeyUsage", false, sequence(oid("serverAuth"))),
      extension("authorityKeyId", false, sequence(der(0x80, authorityId))),
      extension("subjectAltName", false, sequence(...names)),
    ],
  });
  return { ca, cert, key: server.privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}
