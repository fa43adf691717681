import { createHmac, timingSafeEqual } from "node:crypto";

function signingSecret(): string {
  const secret = process.env["SIGNING_SECRET"];
  if (secret === undefined) throw new Error("SIGNING_SECRET is not set");
  return secret;
}

/** The token an outside system needs to report the end of this node. Good for nothing else. */
export function callbackToken({ orderId, seq }: { orderId: string; seq: number }): string {
  return createHmac("sha256", signingSecret())
    .update(`callback:${orderId}:${seq}`)
    .digest("base64url");
}

export function isCallbackToken(input: { orderId: string; seq: number; token: string }): boolean {
  const expected = Buffer.from(callbackToken(input));
  const given = Buffer.from(input.token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
