import type { Approvers } from "#shared/approval/approvers.ts";
import type { ChainNode } from "#shared/approval/chain.ts";
import { placedNodes } from "./tree.ts";

function emailsIn(who: readonly Approvers[]): string[] {
  return who.flatMap((one) => {
    if ("users" in one) return one.users;
    return "choice" in one ? emailsIn(one.choice.from ?? []) : [];
  });
}

/** Mail addresses that the chain names, each once. */
export function emailsOf(chain: ChainNode[]): string[] {
  const emails = placedNodes(chain).flatMap(({ node }) => {
    if (!("who" in node)) return [];
    const transfer = node.kind === "cc" ? [] : (node.timeLimit?.transferTo ?? []);
    return emailsIn([...node.who, ...transfer]);
  });
  return [...new Set(emails)];
}
