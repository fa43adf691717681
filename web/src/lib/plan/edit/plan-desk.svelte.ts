import { tick } from "svelte";
import { goto } from "$app/navigation";
import { page } from "$app/state";
import { Directory } from "#lib/designer/chain/directory.svelte.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import type { PlanFinding } from "./finding-place.ts";
import { findingsBelow, planPlaceOf } from "./finding-place.ts";
import { partName, stepName } from "./names.ts";
import { outlineOf, type Chosen, type OutlineStep } from "./outline.ts";
import type { TreeEdit } from "./outline-edits.ts";
import type { PlanEditing } from "./plan-editing.svelte.ts";

export const tabNames = ["steps", "facts", "source", "check", "versions"] as const;
export type TabName = (typeof tabNames)[number];

/** Ids of rows in the tree, and of what is beside it. */
export const rowId = ({ part, step }: Chosen) => `row-${part}-${step ?? "part"}`;
export const panelId = "chosen";

async function focus(id: string): Promise<void> {
  await tick();
  const element = document.getElementById(id);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest" });
}

/** What of a plan's draft is on the screen: the tab, which has an address, and what is chosen in it. */
export class PlanDesk {
  readonly editing: PlanEditing;
  readonly directory = new Directory();
  chosen = $state.raw<Chosen | null>(null);
  /** A line of the source to go to once that tab is open. */
  line = $state<number | null>(null);
  /** What just happened, for those who don't see it. */
  news = $state("");
  readonly outline = $derived.by(() => outlineOf(this.editing.bench.value));

  constructor(editing: PlanEditing) {
    this.editing = editing;
  }

  get tab(): TabName {
    const asked = page.url.searchParams.get("tab");
    return tabNames.find((name) => name === asked) ?? "steps";
  }

  hrefOf(tab: TabName): string {
    return tab === "steps" ? page.url.pathname : `?tab=${tab}`;
  }

  findingsOf({ path }: Pick<OutlineStep, "path">): PlanFinding[] {
    return findingsBelow(this.editing.checker.findings, path);
  }

  /** Shows a step or a part, and goes there. */
  choose(chosen: Chosen): Promise<void> {
    this.chosen = chosen;
    return focus(panelId);
  }

  /** Back to the tree, to what was chosen in it. */
  async leave(): Promise<void> {
    const last = this.chosen;
    this.chosen = null;
    if (last !== null) await focus(rowId(last));
  }

  /** Does something to the tree; null: it can't be done. */
  async change(edit: TreeEdit | null, news: string, at: "row" | "panel" = "row"): Promise<void> {
    if (edit === null || edit.edits.length === 0) return;
    this.editing.bench.edit(edit.edits);
    const wasShown = this.chosen !== null;
    this.chosen = wasShown || at === "panel" ? edit.chosen : null;
    this.news = news;
    if (edit.chosen !== null) await focus(at === "panel" ? panelId : rowId(edit.chosen));
  }

  async openLine(line: number | null): Promise<void> {
    await this.#open("source");
    this.line = line;
  }

  /** Goes to where a finding is mended. */
  async open(finding: PlanFinding): Promise<void> {
    const place = planPlaceOf(finding, this.editing.bench.fault === null);
    if (place.tab === "source") return this.openLine(finding.line);
    await this.#open(place.tab);
    if (place.tab === "facts") return focus(`facts-${place.key}`);
    if (place.chosen !== null) await this.choose(place.chosen);
  }

  /** What a finding is about, as people call it. */
  subjectOf(finding: PlanFinding): string {
    const place = planPlaceOf(finding, true);
    if (place.tab === "facts") return t("planedit.tab.facts");
    if (place.tab === "source" || place.chosen === null) return t("planedit.wholePlan");
    const part = this.outline.parts[place.chosen.part];
    const step = part?.steps[place.chosen.step ?? -1];
    if (step) return t("planedit.stepSubject", { label: step.label, name: stepName(step) });
    return part?.type ? partName(part.type) : t("planedit.tab.steps");
  }

  async #open(tab: TabName): Promise<void> {
    if (this.tab !== tab) await goto(this.hrefOf(tab), { replace: true, reset: false });
  }
}
