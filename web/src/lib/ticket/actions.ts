import type { Component } from "svelte";
import ArrowUp from "@lucide/svelte/icons/arrow-up-right";
import Ban from "@lucide/svelte/icons/ban";
import Bell from "@lucide/svelte/icons/bell-ring";
import CircleSlash from "@lucide/svelte/icons/circle-slash";
import Forward from "@lucide/svelte/icons/forward";
import MessageSquareText from "@lucide/svelte/icons/message-square-text";
import Play from "@lucide/svelte/icons/play";
import UserPlus from "@lucide/svelte/icons/user-plus";
import Check from "@lucide/svelte/icons/check";
import CornerUpLeft from "@lucide/svelte/icons/corner-up-left";
import Pencil from "@lucide/svelte/icons/pencil";
import Trash from "@lucide/svelte/icons/trash-2";
import Undo from "@lucide/svelte/icons/undo";
import X from "@lucide/svelte/icons/x";
import type { ClassValue } from "svelte/elements";
import type { TaskKind } from "#shared/ticket/state.ts";
import type { TicketView } from "#shared/ticket/schema.ts";
import type { MessageKey } from "#lib/i18n/catalog.ts";

export type Deed =
  | "approve"
  | "confirm"
  | "return"
  | "veto"
  | "edit"
  | "withdraw"
  | "urge"
  | "delete"
  | "transfer"
  | "add"
  | "block"
  | "unblock"
  | "escalate"
  | "close";

export type TicketAction = {
  deed: Deed;
  label: MessageKey;
  icon: Component<{ class?: ClassValue; "aria-hidden"?: "true" }>;
  tone: "primary" | "plain" | "quiet";
  /** The key that does it, on the desktop. */
  key?: string;
  href?: string;
};

type Kind = TaskKind;

const decide: Record<Kind, TicketAction[]> = {
  approve: [
    { deed: "veto", label: "ticket.action.veto", icon: X, tone: "quiet", key: "v" },
    { deed: "return", label: "ticket.action.return", icon: CornerUpLeft, tone: "plain", key: "r" },
    { deed: "approve", label: "ticket.action.approve", icon: Check, tone: "primary", key: "a" },
  ],
  confirm: [
    { deed: "return", label: "ticket.action.return", icon: CornerUpLeft, tone: "plain", key: "r" },
    { deed: "confirm", label: "ticket.action.confirm", icon: Check, tone: "primary", key: "a" },
  ],
  automate: [],
  wait: [],
};

/** What somebody who is asked may do, in the order of the bar: the primary deed last. */
export function decisionsFor(kind: Kind): TicketAction[] {
  return decide[kind];
}

/** What this viewer may do with the ticket. Commenting and rating have their own places on the page. */
export function getTicketActions(ticket: TicketView): TicketAction[] {
  const { id, actions, myTask, state } = ticket;
  const own: TicketAction[] = [];
  if (actions.includes("delete")) {
    own.push({ deed: "delete", label: "ticket.action.delete", icon: Trash, tone: "quiet" });
  }
  if (actions.includes("withdraw")) {
    own.push({ deed: "withdraw", label: "ticket.action.withdraw", icon: Undo, tone: "plain" });
  }
  // Whoever is asked herself has nobody to urge but herself.
  if (actions.includes("urge") && myTask === null) {
    own.push({ deed: "urge", label: "ticket.action.urge", icon: Bell, tone: "plain" });
  }
  if (actions.includes("edit")) {
    const label = state === "returned" ? "ticket.action.editReturned" : "ticket.action.edit";
    own.push({ deed: "edit", label, icon: Pencil, tone: "primary", href: `/tickets/${id}/edit` });
  }
  return myTask ? [...own, ...decisionsFor(myTask.kind)] : own;
}

const more = {
  transfer: { deed: "transfer", label: "ticket.action.transfer", icon: Forward, tone: "plain" },
  add: { deed: "add", label: "ticket.action.add", icon: UserPlus, tone: "plain" },
  block: { deed: "block", label: "ticket.action.block", icon: Ban, tone: "plain" },
  unblock: { deed: "unblock", label: "ticket.action.unblock", icon: Play, tone: "plain" },
  escalate: { deed: "escalate", label: "ticket.action.escalate", icon: ArrowUp, tone: "plain" },
  close: { deed: "close", label: "ticket.action.close", icon: CircleSlash, tone: "quiet" },
} as const satisfies Record<string, TicketAction>;

/** What is behind "More": deeds that are rarer than deciding, the one that ends the ticket last. */
export function getMoreActions({ actions, myTask }: TicketView): TicketAction[] {
  const found: TicketAction[] = [];
  if (myTask) {
    const deed = myTask.kind === "confirm" ? "confirm" : "approve";
    const icon = MessageSquareText;
    found.push({ deed, label: `ticket.action.${deed}Comment`, icon, tone: "plain" });
    if (myTask.mayTransfer) found.push(more.transfer);
    if (myTask.mayAdd) found.push(more.add);
  }
  for (const name of ["unblock", "escalate", "block", "close"] as const) {
    if (actions.includes(name)) found.push(more[name]);
  }
  return found;
}
