import { chainOf, digestOf, isSigned } from "./sign.ts";

/** What is wrong with a pack; empty: it is as the product made it. For the offline verifier too. */
export function faultsOf(pack: unknown, pem: string): string[] {
  if (typeof pack !== "object" || pack === null) return ["This is no evidence pack."];
  const { seal, ...content } = pack as Record<string, unknown>;
  const { digest, signature, chain } = (seal ?? {}) as Record<string, unknown>;
  if (typeof digest !== "string" || typeof signature !== "string" || !Array.isArray(chain)) {
    return ["The pack has no seal."];
  }
  const timeline = content["timeline"];
  const isChained =
    Array.isArray(timeline) && JSON.stringify(chainOf(timeline)) === JSON.stringify(chain);
  return [
    ...(digestOf({ ...content, chain }) === digest ? [] : ["The content was changed."]),
    ...(isChained ? [] : ["The history was changed."]),
    ...(isSigned(digest, signature, pem) ? [] : ["The signature is not that of this key."]),
  ];
}
