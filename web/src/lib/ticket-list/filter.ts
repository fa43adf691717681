import type { Request } from "#lib/api/client.ts";

export type View = "mine" | "all" | "following";
type Query = NonNullable<Request<"listTickets">["query"]>;
export type Filter = Pick<Query, "status" | "outcome" | "type" | "from" | "to">;

/** What the chips choose between; a completed ticket is told by how it ended. */
export const chips = {
  all: {},
  draft: { status: "draft" },
  in_approval: { status: "in_approval" },
  returned: { status: "returned" },
  approved: { outcome: "approved" },
  vetoed: { outcome: "vetoed" },
  withdrawn: { outcome: "withdrawn" },
} as const satisfies Record<string, Filter>;
export type Chip = keyof typeof chips;

/** Drafts belong to their authors: only the list of one's own tickets has any. */
export function chipsFor(view: View): Chip[] {
  const names = Object.keys(chips) as Chip[];
  return view === "mine" ? names : names.filter((name) => name !== "draft");
}

type Search = { get(name: string): string | null };

export function chipOf(search: Search): Chip {
  const wanted = search.get("state");
  return (Object.keys(chips) as Chip[]).find((name) => name === wanted) ?? "all";
}

/** The filter lives in the address: it can be sent to a colleague and survives a reload. */
export function filterOf(search: Search): Filter {
  const more = (["type", "from", "to"] as const).flatMap((name) => {
    const value = search.get(name);
    return value === null || value === "" ? [] : [[name, value] as const];
  });
  return { ...chips[chipOf(search)], ...Object.fromEntries(more) };
}

/** Address of the list with one thing changed. */
export function withParam(url: URL, changes: Record<string, string>): string {
  const search = new URLSearchParams(url.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") search.delete(name);
    else search.set(name, value);
  }
  const text = search.toString();
  return text === "" ? url.pathname : `${url.pathname}?${text}`;
}
