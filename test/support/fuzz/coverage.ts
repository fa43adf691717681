import type { Change } from "#shared/approval/engine/situation.ts";
import { wayTo } from "#shared/approval/engine/tree.ts";
import type { Place } from "#shared/ticket/record.ts";
import { Tally } from "./tally.ts";
import type { TicketMemory } from "./ticket-memory.ts";

/** Rare situations of tickets. */
export class Coverage extends Tally {
  note(before: TicketMemory, after: TicketMemory, change: Change): void {
    const { ticket } = after;
    if (ticket.outcome !== null) this.see(`ended ${ticket.outcome}`);
    const fresh = ticket.places.filter(({ visit }) => visit > before.ticket.visits);
    for (const place of fresh) this.#place(after, place);
    if (ticket.places.length > 2) this.see("three or more ways at once");
    if (ticket.standsFrom > before.ticket.standsFrom && ticket.state === "in_approval") {
      this.see("chain begun again");
    }
    if (before.ticket.resume.length > 0) this.see("resubmit straight back");
    if (before.ticket.resume.length > 1) this.see("resubmit to several ways");
    const types = new Set(change.events.map(({ type }) => type));
    if (types.has("stage.askedAgain")) this.see("answers undone by a change of the form");
    if (types.has("task.released")) this.see("held approver released");
    if (types.has("stage.skipped")) this.see("stage skipped");
    if (change.stopped.length > 0) this.see("automation stopped");
    if (change.events.some(({ data }) => data.reason === "branch")) this.see("time-out's own way");
    if (types.has("task.escalated")) this.see("passed on by time-out");
    const late = change.events.filter(({ type }) => type === "task.timedOut");
    if (late.length > 1) this.see("several steps late at once");
    if (before.ticket.blocked !== null) this.see("moved while blocked");
    if (before.ticket.places.length > 0 && types.has("task.returned"))
      this.#returned(before, after);
  }

  #returned(before: TicketMemory, after: TicketMemory): void {
    const kept = after.ticket.places.filter((place) =>
      before.ticket.places.some(({ visit }) => visit === place.visit),
    );
    if (kept.length > 0) this.see("returned while other ways went on");
    if (
      after.ticket.state === "in_approval" &&
      after.ticket.places.every((one) => one.detour === null)
    ) {
      this.see("returned and gone through again");
    }
  }

  #place({ document: { chain } }: TicketMemory, { nodeId, detour }: Place): void {
    const inParallel = wayTo(chain, nodeId).some(({ owner }) => owner?.kind === "parallel");
    if (inParallel) this.see("inside parallel");
    if (detour === null) return;
    this.see("detour");
    if (inParallel) this.see("detour inside parallel");
    if (detour.back.length > 1) this.see("detour that comes back to several steps");
    if (detour.back.some((stop) => stop.detour !== null)) this.see("detour in a detour");
    if (detour.from !== nodeId) this.see("time-out's own way in a detour");
  }
}
