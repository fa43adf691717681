import { goOn, type Clock } from "./clock.ts";
import type { Deed, Refusal } from "./deed.ts";
import type { Running } from "./running.ts";
import { asked } from "./stage.ts";

/** Somebody cannot go on; clocks rest until she can. */

/** Those whose clocks may run: people who are asked, and waits. */
function holders(ticket: Running): { clock: Clock }[] {
  return ticket.leaves().flatMap(({ now }): { clock: Clock }[] => {
    if (now.is === "pause") return [now];
    return now.is === "asking" ? asked(now.stage) : [];
  });
}

function callHelp({
  blocked,
  ...ticket
}: Pick<Running, "blocked"> & { who: (question: string) => string[] }) {
  if (blocked === null) return false;
  const people = ticket.who(`above:${blocked.escalatedTo[0] ?? blocked.by}`);
  if (people.length > 0) blocked.escalatedTo = people;
  return people.length > 0;
}

type BlockDeed = Extract<Deed, { do: "block" | "unblock" | "escalate" }>;

export function blocking(ticket: Running, deed: BlockDeed): Refusal | null {
  if ((ticket.blocked === null) !== (deed.do === "block")) return ["WRONG_STATE"];
  const { now, world } = ticket;
  if (deed.do === "block") {
    ticket.blocked = { by: deed.by, escalatedTo: [] };
    for (const one of holders(ticket)) one.clock = { ...one.clock, restsFrom: now };
  } else if (deed.do === "unblock") {
    ticket.blocked = null;
    for (const one of holders(ticket)) one.clock = goOn(one.clock, now, world.calendars);
  } else if (!callHelp({ blocked: ticket.blocked, who: (question) => ticket.who(question) })) {
    return ["NOBODY_FOUND"];
  }
  ticket.tell(deed.do === "escalate" ? "ticket.escalated" : `ticket.${deed.do}ed`);
  return null;
}
