import { addApprovers, removeApprover } from "#shared/approval/engine/add.ts";
import { automationMoved, automationReturned } from "#shared/approval/engine/automation.ts";
import { block, escalateBlock, unblock } from "#shared/approval/engine/block.ts";
import { changeForm } from "#shared/approval/engine/change.ts";
import { decide } from "#shared/approval/engine/decide.ts";
import { close, withdraw } from "#shared/approval/engine/end.ts";
import { handOver } from "#shared/approval/engine/hand-over.ts";
import type { Change, Situation } from "#shared/approval/engine/situation.ts";
import { submit } from "#shared/approval/engine/submit.ts";
import type { Aim } from "./aim.ts";
import type { TicketMemory } from "./ticket-memory.ts";

const comment = "why";
const ref = (id: string) => ({ id, name: id });

/** Gives the engine the command that the model got. */
export function callEngine(memory: TicketMemory, { deed, seq, by }: Aim): Change {
  const run = (step: (situation: Situation) => Change) => memory.decide(by, step);
  const given = ({ ...situation }: Situation, part: Partial<Situation>) => ({
    ...situation,
    ...part,
  });
  switch (deed.do) {
    case "decide": {
      const { action, to } = deed;
      const decision = { seq, action, comment, to, actedBy: ref(by), delegationId: null };
      return run((situation) => decide(situation, decision));
    }
    case "add": {
      const { place } = deed;
      const added = { actedBy: ref(by), delegationId: null, comment };
      const people = deed.people.map(ref);
      return run((situation) => addApprovers(situation, { seq, people, place, by: added }));
    }
    case "handOver": {
      const { isReassignment, to } = deed;
      return run((situation) => handOver(situation, { seq, to: ref(to), comment, isReassignment }));
    }
    case "remove": {
      const { isAdmin } = deed;
      return run((situation) => removeApprover(situation, { seq, comment, isAdmin }));
    }
    case "change": {
      const { changes, values } = deed;
      return run((situation) => changeForm(given(situation, { values }), { seq, changes }));
    }
    case "automation": {
      const event = deed.event as "automation.done";
      const end = { seq, result: deed.result, event, comment, tell: [] };
      return run((situation) => automationMoved(situation, end));
    }
    case "automationReturn":
      return run((situation) => automationReturned(situation, seq, comment));
    case "submit": {
      const { changes, values } = deed;
      const { ticket: before } = memory;
      const round = before.state === "returned" ? before.round + 1 : before.round;
      const ticket = { ...before, round };
      return run((situation) => submit(given(situation, { ticket, values }), changes));
    }
    case "block":
      return run((situation) => block(situation, { reason: comment, resource: null, by: ref(by) }));
    case "unblock":
      return run((situation) => unblock(situation, comment));
    case "escalate":
      return run((situation) => escalateBlock(situation, comment));
    case "withdraw":
      return run((situation) => withdraw(situation, comment));
    case "close":
      return run((situation) => close(situation, comment));
  }
}
