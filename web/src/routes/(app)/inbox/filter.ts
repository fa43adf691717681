import type { TaskCard } from "#shared/ticket/schema.ts";

/** What the inbox shows of what is there. `type` is asked of the server, the rest of what is loaded. */
export type InboxFilter = {
  type: string;
  /** Words of the requester's name or department. */
  who: string;
  /** Days a card must have waited; 0: any. */
  olderDays: number;
  /** Only what is overdue or due within a day. */
  dueSoon: boolean;
};

const dayMs = 86_400_000;
export const ages = [1, 3, 7, 30] as const;

type Search = { get(name: string): string | null };

/** The filter lives in the address: it survives a reload and can be kept as a bookmark. */
export function filterOf(search: Search): InboxFilter {
  const older = Number(search.get("older"));
  return {
    type: search.get("type") ?? "",
    who: search.get("who") ?? "",
    olderDays: ages.find((days) => days === older) ?? 0,
    dueSoon: search.get("due") === "soon",
  };
}

/** The same as parameters of the address; an empty one is left out. */
export function paramsOf(filter: InboxFilter): Record<string, string> {
  return {
    type: filter.type,
    who: filter.who.trim(),
    older: filter.olderDays === 0 ? "" : String(filter.olderDays),
    due: filter.dueSoon ? "soon" : "",
  };
}

export function countOf(filter: InboxFilter): number {
  return Object.values(paramsOf(filter)).filter((value) => value !== "").length;
}

/** Whether a card passes what the browser filters by. */
export function fits({ task, ticket }: TaskCard, filter: InboxFilter, nowMs: number): boolean {
  const text = `${ticket.requester.name} ${ticket.department?.name ?? ""}`.toLocaleLowerCase();
  const words = filter.who.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const ageMs = nowMs - Date.parse(task.createdAt);
  const isDue = task.dueAt !== null && Date.parse(task.dueAt) - nowMs < dayMs;
  return (
    words.every((word) => text.includes(word)) &&
    ageMs >= filter.olderDays * dayMs &&
    (!filter.dueSoon || isDue)
  );
}
