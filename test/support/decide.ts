import type { ChainNode } from "#shared/approval/chain.ts";
import { changeForm } from "#shared/approval/engine/change.ts";
import { decide } from "#shared/approval/engine/decide.ts";
import { submit } from "#shared/approval/engine/submit.ts";
import type { TaskRecord } from "#shared/ticket/record.ts";
import { History } from "./situation.ts";

/** Commands on a ticket in memory, by the names of people and steps. */

export function begin(
  chain: ChainNode[],
  people: Record<string, string[]>,
  values: History["values"] = { amount: 100 },
): History {
  const history = new History(chain, people);
  history.values = values;
  history.apply(submit(history.situation("alice")));
  return history;
}

/** What somebody is asked: `step person`, in order. */
export function askedAt(history: History): string[] {
  return history
    .pending()
    .map(({ nodeId, assignee }) => `${nodeId} ${assignee?.id ?? "nobody"}`)
    .toSorted();
}

export function taskOf(history: History, who: string, step?: string): TaskRecord {
  const task = history
    .pending()
    .find(({ assignee, nodeId }) => assignee?.id === who && (step ?? nodeId) === nodeId);
  if (task === undefined) throw new Error(`${who} is not asked`);
  return task;
}

export type Answer = "approve" | "return" | "veto" | "confirm";

export function answer(history: History, who: string, action: Answer, to: string[] = []): void {
  const { seq } = taskOf(history, who);
  const given = { actedBy: { id: who, name: who }, delegationId: null, comment: null };
  history.apply(decide(history.situation(who), { seq, action, to, ...given }));
}

/** Somebody who is asked changes the amount. */
export function setAmount(history: History, who: string, amount: number): void {
  const { seq } = taskOf(history, who);
  const changes = [{ field: "amount", from: history.values["amount"], to: amount }];
  history.values = { ...history.values, amount };
  history.apply(changeForm(history.situation(who), { seq, changes }));
}

/** The organisation answers differently from now on. */
export function organise(history: History, question: string, ids: string[]): void {
  const people = ids.map((id) => ({ id, name: id }));
  history.people = new Map([...history.people, [question, { people, note: null }]]);
}
