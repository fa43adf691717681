import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import { canonical } from "#shared/core/canonical.ts";

/**
 * Evidence is signed with a key of its own (Ed25519), made from the product's secret: whoever has the public key can
 * prove a pack without the product.
 */

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");

function privateKey(): KeyObject {
  const secret = process.env["SIGNING_SECRET"];
  if (secret === undefined || secret === "") throw new Error("SIGNING_SECRET is not set");
  const seed = Buffer.from(hkdfSync("sha256", secret, "", "countersign evidence", 32));
  const key = Buffer.concat([pkcs8Head, seed]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

export function publicKeyPem(): string {
  return createPublicKey(privateKey()).export({ format: "pem", type: "spki" }).toString();
}

export function digestOf(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex");
}

/** Each entry's hash covers the one before: nothing can be taken out or put in unnoticed. */
export function chainOf(entries: readonly unknown[]): string[] {
  let before = "";
  return entries.map((entry) => {
    before = digestOf([before, entry]);
    return before;
  });
}

export function signDigest(digest: string): string {
  return sign(null, Buffer.from(digest, "hex"), privateKey()).toString("base64");
}

export function isSigned(digest: string, signature: string, pem: string): boolean {
  const key = createPublicKey(pem);
  return verify(null, Buffer.from(digest, "hex"), key, Buffer.from(signature, "base64"));
}
