import { isLive, type FieldChange, type TaskRecord } from "#shared/ticket/record.ts";
import type { FormValues } from "#shared/core/condition.ts";
import type { Deed, Target } from "#test/support/model/deed.ts";
import { colleagues, requester, valuesFrom, type Command, type Kind } from "./case.ts";
import { Dice } from "./dice.ts";
import type { TicketMemory } from "./ticket-memory.ts";

/** A command aimed at a ticket as it is now: what the model is told, and the same for the engine. */
export type Aim = { kind: Kind; deed: Deed; seq: number; by: string };

const everybody = [...colleagues, requester, "zoe"] as const;

function targetOf(task: TaskRecord | undefined): Target {
  if (task === undefined) return { is: "unknown" };
  const { assignee, nodeId, state } = task;
  if (assignee !== null) {
    if (state !== "pending") return { is: "decided" };
    return { is: "asked", nodeId, person: assignee.id };
  }
  return task.kind === "automate" && isLive(task) ? { is: "machine", nodeId } : { is: "nobody" };
}

/** Mostly a live task of the kind that fits, sometimes any, sometimes none. */
function pickTask(
  memory: TicketMemory,
  dice: Dice,
  fits: (task: TaskRecord) => boolean,
): TaskRecord | undefined {
  const live = memory.tasks.filter((task) => isLive(task) && fits(task));
  const free = live.filter(({ heldFor }) => heldFor.length === 0);
  const [one] = dice.some(dice.chance(85) ? free : live, 1);
  if (one !== undefined && dice.chance(93)) return one;
  return dice.some(memory.tasks, dice.chance(90) ? 1 : 0)[0];
}

export function changesBetween(before: FormValues, after: FormValues): FieldChange[] {
  return ["amount", "other", "day"].flatMap((field) =>
    before[field] === after[field] ? [] : [{ field, from: before[field], to: after[field] }],
  );
}

function passed({ ticket, tasks }: TicketMemory): string[] {
  const yes = tasks.filter(({ state }) => state === "approved" || state === "confirmed");
  const stands = yes.filter(
    ({ visit }) => visit >= ticket.standsFrom && !ticket.undone.includes(visit),
  );
  return [...new Set(stands.map(({ nodeId }) => nodeId))];
}

/** Mostly a command that means something now: refusals teach little, and tickets end soon enough. */
function likely(memory: TicketMemory, kind: Kind, dice: Dice): Kind {
  if (dice.chance(10)) return kind;
  const { ticket, tasks } = memory;
  if (ticket.state === "returned") return dice.chance(70) ? "submit" : kind;
  const live = tasks.filter(isLive);
  const fits: Partial<Record<Kind, boolean>> = {
    submit: false,
    unblock: ticket.blocked !== null,
    escalate: ticket.blocked !== null,
    block: ticket.blocked === null,
    automation: live.some((task) => task.kind === "automate"),
    automationReturn: live.some((task) => task.kind === "automate"),
    remove: live.some(({ addedBy }) => addedBy !== null),
    returnTo: passed(memory).length > 0,
    confirm: live.some((task) => task.kind === "confirm"),
  };
  return fits[kind] === false ? "approve" : kind;
}

/** What a command means on this ticket. */
export function aim(memory: TicketMemory, command: Command): Aim {
  const { a, b, c } = command;
  const dice = new Dice(a, b, c);
  const kind = likely(memory, command.kind, dice);
  const isAsked = ({ assignee }: TaskRecord) => assignee !== null;
  const isMachine = ({ kind: what }: TaskRecord) => what === "automate";
  const onAutomation = kind === "automation" || kind === "automationReturn";
  const task = pickTask(memory, dice, onAutomation ? isMachine : isAsked);
  const seq = task?.seq ?? 900 + dice.below(5);
  const target = targetOf(task);
  const own = task?.assignee?.id ?? "bob";
  const by = dice.chance(85) ? own : dice.pick(everybody);
  const aimed = (deed: Deed, who = by): Aim => ({ kind, deed, seq, by: who });
  switch (kind) {
    case "approve":
    case "confirm":
    case "veto": {
      const fitting = task?.kind === "confirm" && dice.chance(80) ? "confirm" : "approve";
      const action = kind === "approve" ? fitting : kind;
      return aimed({ do: "decide", target, action, by, to: [] });
    }
    case "return":
      return aimed({ do: "decide", target, action: "return", by, to: [] });
    case "returnTo": {
      const to = dice.some(passed(memory), dice.chance(75) ? 1 : 2);
      const some = dice.chance(97) && to.length > 0 ? to : ["n0", ...to];
      return aimed({ do: "decide", target, action: "return", by, to: some });
    }
    case "transfer":
    case "reassign": {
      const isReassignment = kind === "reassign";
      return aimed({ do: "handOver", target, to: dice.pick(everybody), isReassignment });
    }
    case "add": {
      const people = dice.some(everybody, 1 + dice.below(2));
      if (dice.chance(3)) people.push(...people);
      const place = dice.pick(["before", "after", "parallel"] as const);
      return aimed({ do: "add", target, people, place, by });
    }
    case "remove":
      return aimRemoval(memory, dice);
    case "change": {
      const values = { ...memory.values, ...valuesFrom(dice) };
      return aimed({
        do: "change",
        target,
        changes: changesBetween(memory.values, values),
        values,
      });
    }
    case "automation": {
      const result = dice.pick(["done", "done", "failed", "running"] as const);
      const event = dice.pick(["automation.done", "automation.skipped", "automation.failed"]);
      return aimed({ do: "automation", target, result, event }, "system");
    }
    case "automationReturn":
      return aimed({ do: "automationReturn", target });
    case "submit": {
      const values = dice.chance(60) ? memory.values : { ...memory.values, ...valuesFrom(dice) };
      const changes = changesBetween(memory.values, values);
      return aimed({ do: "submit", changes, values }, requester);
    }
    case "block":
    case "unblock":
    case "escalate":
      return aimed({ do: kind, by });
    case "withdraw":
    case "close":
      return aimed({ do: kind });
    default:
      throw new Error(`${kind} is no command`);
  }
}

function aimRemoval(memory: TicketMemory, dice: Dice): Aim {
  const wasAdded = ({ addedBy }: TaskRecord) => addedBy !== null;
  const added = memory.tasks.filter((task) => isLive(task) && wasAdded(task));
  const task = dice.some(added, 1)[0] ?? pickTask(memory, dice, () => true);
  const by = dice.chance(80) ? (task?.addedBy?.id ?? "bob") : dice.pick(everybody);
  const isAdmin = dice.chance(20);
  const deed = { do: "remove", target: targetOf(task), by, isAdmin } as const;
  return { kind: "remove", deed, seq: task?.seq ?? 901, by };
}
