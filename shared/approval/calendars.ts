import { loadWorkTimes } from "#shared/calendar/load.ts";
import type { Chain } from "./chain.ts";
import type { WorkTime } from "./engine/situation.ts";
import { allNodes } from "./engine/tree.ts";

/** Codes of the working-time calendars that a chain counts by. */
export function calendarsOf(chain: Chain): string[] {
  const codes = allNodes(chain).flatMap((node) => {
    if (node.kind === "wait") return [node.calendar];
    const isAsk = node.kind === "approve" || node.kind === "confirm";
    return isAsk ? [node.timeLimit?.calendar] : [];
  });
  return [...new Set(codes.filter((code) => code !== undefined))];
}

/** The calendars of a chain. Nothing is read when it names none. */
export async function loadCalendars(chain: Chain): Promise<ReadonlyMap<string, WorkTime>> {
  const codes = calendarsOf(chain);
  return codes.length === 0 ? new Map() : loadWorkTimes(codes);
}
