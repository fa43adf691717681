import { tick } from "svelte";
import { goto } from "$app/navigation";
import { page } from "$app/state";
import { cardId } from "#lib/designer/form/form-bench.svelte.ts";
import type { Place } from "#lib/designer/place.ts";

export const tabNames = ["form", "chain", "source", "check", "versions"] as const;
export type TabName = (typeof tabNames)[number];

async function show(id: string): Promise<void> {
  await tick();
  const element = document.getElementById(id);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "center" });
}

/** What of a template is on the screen: the tab, which has an address, and what is chosen in it. */
export class View {
  field = $state<number | null>(null);
  node = $state<string | null>(null);
  isSettingsOpen = $state(false);
  /** A line of the source to go to once that tab is open. */
  line = $state<number | null>(null);

  get tab(): TabName {
    const asked = page.url.searchParams.get("tab");
    return tabNames.find((name) => name === asked) ?? "form";
  }

  hrefOf(tab: TabName): string {
    return tab === "form" ? page.url.pathname : `?tab=${tab}`;
  }

  async openLine(line: number | null): Promise<void> {
    await this.#open("source");
    this.line = line;
  }

  /** Goes to where a finding is mended. */
  async open(place: Place, line: number | null): Promise<void> {
    if (place.tab === "settings") this.isSettingsOpen = true;
    else if (place.tab === "source") await this.openLine(line);
    else {
      if (place.tab === "form") this.field = place.field;
      else this.node = place.node;
      await this.#open(place.tab);
      if (place.tab === "form" && place.field !== null) await show(cardId(place.field));
    }
  }

  async #open(tab: TabName): Promise<void> {
    if (this.tab !== tab) await goto(this.hrefOf(tab), { replace: true, reset: false });
  }
}
