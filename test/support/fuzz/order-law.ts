import type { AskNode } from "#shared/approval/chain.ts";
import { decide } from "#shared/approval/engine/decide.ts";
import { nodeOf } from "#shared/approval/engine/tree.ts";
import { AppError } from "#shared/core/error.ts";
import type { TaskRecord } from "#shared/ticket/record.ts";
import { Dice } from "./dice.ts";
import type { TicketMemory } from "./ticket-memory.ts";

/**
 * Votes that come in at the same time: in mode `votes` where vetoes are counted, and in mode `all` where nobody
 * vetoes, it plays no part in which order they are written down.
 */
export function orderMatters(memory: TicketMemory, seed: number): string | null {
  const dice = new Dice(seed, memory.ticket.taskSeq, memory.tasks.length);
  if (!dice.chance(10)) return null;
  for (const place of memory.ticket.places) {
    const node = nodeOf(memory.document.chain, place.nodeId);
    if (node?.kind !== "approve") continue;
    const isVotes = node.mode === "votes" && node.ifVeto !== "end";
    const free = memory.tasks.filter((task) => task.visit === place.visit && isFree(task));
    // Of those who answer in one another's place the first one counts: one of them votes.
    const tasks = [...new Map(free.map((task) => [task.part, task])).values()];
    if (tasks.length < 2 || (!isVotes && node.mode !== "all")) continue;
    const vetoes = tasks.filter(() => isVotes && dice.chance(50)).map(({ seq }) => seq);
    const results = [tasks, tasks.toReversed(), dice.shuffled(tasks)].map((order) =>
      resultOf(memory, node, place.visit, order, vetoes),
    );
    if (new Set(results).size > 1) return `${node.id}: ${results.join(", ")} by order alone`;
  }
  return null;
}

function isFree({ state, heldFor, assignee }: TaskRecord): boolean {
  return state === "pending" && heldFor.length === 0 && assignee !== null;
}

/** What comes of the stage when they answer in this order; whoever comes too late is told so. */
function resultOf(
  from: TicketMemory,
  node: AskNode,
  visit: number,
  order: TaskRecord[],
  vetoes: number[],
): string {
  const memory = from.copy();
  for (const { seq, assignee } of order) {
    const actedBy = assignee ?? { id: "nobody", name: "nobody" };
    const action = vetoes.includes(seq) ? "veto" : "approve";
    const decision = { seq, action, comment: null, actedBy, delegationId: null } as const;
    try {
      memory.apply(memory.decide(actedBy.id, (situation) => decide(situation, decision)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  const isOpen = memory.ticket.places.some((place) => place.visit === visit);
  if (memory.ticket.outcome === "vetoed") return "refused";
  return isOpen ? "open" : `${node.id} passed`;
}
