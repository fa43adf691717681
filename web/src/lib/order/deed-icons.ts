import type { Component } from "svelte";
import type { ClassValue } from "svelte/elements";
import Ban from "@lucide/svelte/icons/ban";
import Check from "@lucide/svelte/icons/check";
import CircleHelp from "@lucide/svelte/icons/circle-question-mark";
import ClipboardCheck from "@lucide/svelte/icons/clipboard-check";
import CornerUpLeft from "@lucide/svelte/icons/corner-up-left";
import FastForward from "@lucide/svelte/icons/fast-forward";
import Hand from "@lucide/svelte/icons/hand";
import ListChecks from "@lucide/svelte/icons/list-checks";
import Pause from "@lucide/svelte/icons/pause";
import Play from "@lucide/svelte/icons/play";
import RotateCcw from "@lucide/svelte/icons/rotate-ccw";
import Scale from "@lucide/svelte/icons/scale";
import SkipForward from "@lucide/svelte/icons/skip-forward";
import Undo2 from "@lucide/svelte/icons/undo-2";
import X from "@lucide/svelte/icons/x";
import type { WishName } from "./deeds.ts";

type Icon = Component<{ class?: ClassValue; "aria-hidden"?: "true" }>;

/** What each deed on a run looks like. */
export const deedIcons: Record<WishName, Icon> = {
  fill: ListChecks,
  approve: Check,
  reject: X,
  confirm: Check,
  decline: X,
  perform: ClipboardCheck,
  settle: CircleHelp,
  retry: RotateCcw,
  skip: SkipForward,
  complete: Hand,
  fail: X,
  resume: Play,
  pause: Pause,
  review: Scale,
  rollback: Undo2,
  return: CornerUpLeft,
  force: FastForward,
  cancel: Ban,
};
