import type { Component } from "svelte";
import Bell from "@lucide/svelte/icons/bell";
import Blocks from "@lucide/svelte/icons/blocks";
import BookOpenCheck from "@lucide/svelte/icons/book-open-check";
import ChartColumn from "@lucide/svelte/icons/chart-column";
import CirclePlay from "@lucide/svelte/icons/circle-play";
import FileText from "@lucide/svelte/icons/file-text";
import Files from "@lucide/svelte/icons/files";
import Inbox from "@lucide/svelte/icons/inbox";
import Plus from "@lucide/svelte/icons/plus";
import Settings from "@lucide/svelte/icons/settings";
import Shield from "@lucide/svelte/icons/shield";
import type { Permission } from "#shared/core/permission.ts";
import type { MessageKey } from "#lib/i18n/catalog.ts";

export type NavEntry = {
  href: string;
  label: MessageKey;
  icon: Component<{ class?: string; "aria-hidden"?: "true" }>;
  /** Any one of these opens it; absent: everybody signed in. */
  anyOf?: readonly Permission[];
  /** bar: also in the phone's bottom bar; the others are behind "More". foot: at the foot of the rail. */
  place: "bar" | "more" | "foot";
  /** In the phone's bottom bar of whoever has this right as well: what is urgent is never two layers deep. */
  barFor?: Permission;
  /** Whose count stands at it. */
  mark?: "notices" | "runs";
};

/** Every place of the product, in the order in which people meet them. */
export const navEntries: readonly NavEntry[] = [
  { href: "/inbox", label: "common.nav.inbox", icon: Inbox, place: "bar" },
  { href: "/new", label: "common.nav.new", icon: Plus, anyOf: ["ticket:create"], place: "bar" },
  { href: "/mine", label: "common.nav.mine", icon: FileText, place: "bar" },
  {
    href: "/all-tickets",
    label: "common.nav.allTickets",
    icon: Files,
    anyOf: ["ticket:read-all"],
    place: "more",
  },
  {
    href: "/plans",
    label: "common.nav.plans",
    icon: BookOpenCheck,
    anyOf: ["plan:read"],
    place: "more",
    barFor: "order:operate",
  },
  {
    href: "/actions",
    label: "common.nav.actions",
    icon: Blocks,
    anyOf: ["plan:read"],
    place: "more",
  },
  {
    href: "/orders",
    label: "common.nav.orders",
    icon: CirclePlay,
    anyOf: ["order:operate", "plan:read"],
    place: "bar",
    mark: "runs",
  },
  {
    href: "/reports",
    label: "common.nav.reports",
    icon: ChartColumn,
    anyOf: ["report:read"],
    place: "more",
  },
  {
    href: "/admin",
    label: "common.nav.admin",
    icon: Shield,
    anyOf: ["org:manage", "template:manage", "setting:manage"],
    place: "more",
  },
  { href: "/notices", label: "common.nav.notices", icon: Bell, place: "foot", mark: "notices" },
  { href: "/settings", label: "common.nav.settings", icon: Settings, place: "foot" },
];

/** What this person may open. Runs are also for whoever is asked by one, whatever her roles. */
export function navFor(
  can: (permission: Permission) => boolean,
  isAskedByRuns = false,
): NavEntry[] {
  return navEntries
    .filter(
      ({ anyOf, mark }) =>
        anyOf === undefined || anyOf.some(can) || (mark === "runs" && isAskedByRuns),
    )
    .map((entry) => (entry.barFor && can(entry.barFor) ? { ...entry, place: "bar" } : entry));
}

export function isCurrent(href: string, pathname: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
