export const tabNames = ["pending", "done", "cc", "mine", "following"] as const;
export type Tab = (typeof tabNames)[number];
/** Tabs whose cards are tasks; the others list tickets. */
export type TaskTab = "pending" | "done" | "cc";

export function tabOf(url: { searchParams: Pick<URLSearchParams, "get"> }): Tab {
  return tabNames.find((name) => name === url.searchParams.get("tab")) ?? "pending";
}

export function isTaskTab(tab: Tab): tab is TaskTab {
  return tab !== "mine" && tab !== "following";
}
