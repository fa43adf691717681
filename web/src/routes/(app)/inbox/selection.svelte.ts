import { SvelteSet } from "svelte/reactivity";
import type { TaskCard } from "#shared/ticket/schema.ts";
import type { Decision } from "#lib/ticket/decisions.svelte.ts";

/** As many as one request takes. */
export const mostSelected = 50;

/** Cards chosen to be approved together. */
export class Selection {
  #ids = new SvelteSet<string>();
  #isOn = $state(false);

  /** The phone shows check boxes only while somebody selects. */
  get isOn(): boolean {
    return this.#isOn;
  }
  get count(): number {
    return this.#ids.size;
  }
  get isFull(): boolean {
    return this.#ids.size >= mostSelected;
  }

  has(taskId: string): boolean {
    return this.#ids.has(taskId);
  }

  start(): void {
    this.#isOn = true;
  }

  toggle(taskId: string): void {
    if (this.#ids.has(taskId)) this.#ids.delete(taskId);
    else if (!this.isFull) this.#ids.add(taskId);
    this.#isOn = true;
  }

  /** All that are shown, or none when all are chosen already. */
  toggleAll(cards: TaskCard[]): void {
    const all = cards.slice(0, mostSelected).map(({ task }) => task.id);
    if (all.every((id) => this.#ids.has(id))) this.#ids.clear();
    else for (const id of all) if (!this.isFull) this.#ids.add(id);
  }

  clear(): void {
    this.#ids.clear();
    this.#isOn = false;
  }

  /** Only these stay chosen, such as those that were refused. */
  keep(taskIds: string[]): void {
    this.#ids.clear();
    for (const id of taskIds) this.#ids.add(id);
    this.#isOn = taskIds.length > 0;
  }

  /** Lets go of cards that are no longer shown: nothing is decided unseen. */
  retain(cards: TaskCard[]): void {
    const shown = new Set(cards.map(({ task }) => task.id));
    const gone = [...this.#ids].filter((id) => !shown.has(id));
    for (const id of gone) this.#ids.delete(id);
    if (gone.length > 0 && this.#ids.size === 0) this.#isOn = false;
  }

  cardsOf(cards: TaskCard[]): TaskCard[] {
    return cards.filter(({ task }) => this.#ids.has(task.id));
  }
}

/** The batch that says yes to each of them. */
export function yesTo(cards: TaskCard[], comment: string): Decision[] {
  const said = comment === "" ? {} : { comment };
  return cards.map(({ task, ticket }) => ({
    taskId: task.id,
    ticketId: ticket.id,
    number: ticket.number,
    action: task.kind === "confirm" ? "confirm" : "approve",
    ...said,
  }));
}
