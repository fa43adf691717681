import type { Component } from "svelte";
import Bell from "@lucide/svelte/icons/bell-ring";
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
  "approve" | "confirm" | "return" | "veto" | "edit" | "withdraw" | "urge" | "delete";

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
