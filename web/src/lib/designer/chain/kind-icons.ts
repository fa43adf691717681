import Bot from "@lucide/svelte/icons/bot";
import CircleCheck from "@lucide/svelte/icons/circle-check";
import GitFork from "@lucide/svelte/icons/git-fork";
import Hourglass from "@lucide/svelte/icons/hourglass";
import Mail from "@lucide/svelte/icons/mail";
import Split from "@lucide/svelte/icons/split";
import Stamp from "@lucide/svelte/icons/stamp";
import type { Component } from "svelte";
import type { ChainNode } from "#shared/approval/chain.ts";

type Icon = Component<{ class?: string; "aria-hidden"?: "true" }>;

/** The picture of each kind of node, and its colours. */
export const kindLooks: Record<ChainNode["kind"], { icon: Icon; look: string }> = {
  approve: { icon: Stamp, look: "bg-accent-soft text-accent" },
  confirm: { icon: CircleCheck, look: "bg-done-soft text-done" },
  cc: { icon: Mail, look: "bg-void-soft text-void" },
  branch: { icon: Split, look: "bg-returned-soft text-returned" },
  parallel: { icon: GitFork, look: "bg-waiting-soft text-waiting" },
  automate: { icon: Bot, look: "bg-sunken text-ink-soft" },
  wait: { icon: Hourglass, look: "bg-sunken text-ink-soft" },
};
