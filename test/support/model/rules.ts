import type { TemplateDocument } from "#shared/template/schema.ts";
import type { Phase } from "#shared/ticket/state.ts";
import type { AskNode } from "#shared/approval/chain.ts";
import { passedSteps } from "./back.ts";
import type { Refusal } from "./deed.ts";
import type { Leaf } from "./process.ts";
import type { Running } from "./running.ts";

function busy(ticket: Running): Leaf[] {
  return ticket.leaves().filter(({ now }) => now.is !== "away");
}

/** What runs: approvals before all else, then machines and waits, then confirmations. */
export function phaseOf(ticket: Running): Phase | null {
  if (ticket.state !== "in_approval") return null;
  const leaves = busy(ticket);
  if (leaves.some(({ node }) => node.kind === "approve")) return "approving";
  return leaves.some(({ now }) => now.is !== "asking") ? "executing" : "confirming";
}

/** Whether the requester may take her ticket back: as the steps say, else as the template does. */
export function mayWithdraw(
  ticket: Running,
  rule: TemplateDocument["withdraw"],
  isApproved: boolean,
): boolean {
  if (ticket.state === "returned") return true;
  if (phaseOf(ticket) !== "approving") return false;
  const leaves = busy(ticket);
  if (leaves.some(({ now }) => now.is === "machine")) return false;
  const said = leaves.flatMap(({ node }) => ("withdraw" in node ? [node.withdraw] : []));
  const rules = said.filter((one) => one !== undefined);
  if (rules.length > 0) return rules.every(Boolean);
  return rule === "before-decision" ? !isApproved : rule === "any-time";
}

/** What speaks against a return to these steps (none: to the requester). */
export function refusedReturn(ticket: Running, node: AskNode, to: string[]): Refusal {
  const refusal: Refusal = [];
  const passed = passedSteps(ticket);
  const isWrong = to.some((id, index) => !passed.includes(id) || to.indexOf(id) !== index);
  const isAllowed = node.returnTo.includes(to.length === 0 ? "requester" : "passed");
  if (!isAllowed) refusal.push("WRONG_STATE");
  if (isWrong) refusal.push("INVALID_INPUT");
  return refusal;
}
