export const viewNames = ["mine", "attention", "running", "ended"] as const;
export type OrderListView = (typeof viewNames)[number];

/** Which runs are listed. Who reads no other runs than her own is shown those that wait for her. */
export function viewOf(
  url: { searchParams: Pick<URLSearchParams, "get"> },
  isReader: boolean,
): OrderListView {
  if (!isReader) return "mine";
  return viewNames.find((name) => name === url.searchParams.get("view")) ?? "attention";
}
