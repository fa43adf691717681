export const tabNames = ["pending", "done", "cc"] as const;
export type Tab = (typeof tabNames)[number];

export function tabOf(url: { searchParams: Pick<URLSearchParams, "get"> }): Tab {
  return tabNames.find((name) => name === url.searchParams.get("tab")) ?? "pending";
}
