import type { Finding } from "#lib/template/finding.ts";
import type { ChainNode } from "#shared/approval/chain.ts";
import { keyOf, placedNodes } from "./tree.ts";

/** Findings by the path of the innermost node that each is about; "" holds those of the chain itself. */
export function findingsByNode(chain: ChainNode[], findings: Finding[]): Map<string, Finding[]> {
  const keys = new Set(placedNodes(chain).map(({ path }) => keyOf(path)));
  const inChain = findings.filter(({ path }) => path === "chain" || path.startsWith("chain."));
  return Map.groupBy(inChain, ({ path }) => {
    const steps = path.split(".").slice(1);
    for (let length = steps.length; length > 0; length -= 1) {
      const key = steps.slice(0, length).join(".");
      if (keys.has(key)) return key;
    }
    return "";
  });
}
