import type { Scene } from "#shared/action/definition.ts";
import type { ActionView } from "#shared/action/schema.ts";
import { byCategory, findActions, offeredActions, type Obstacle } from "./find.ts";

/** An action in a picker; with an obstacle it is shown with the reason, and can't be chosen. */
export type OfferedAction = { id: string; action: ActionView; obstacle: Obstacle | null };

/** Looks for actions by words: what may be chosen comes first. */
export class ActionSearch {
  readonly #all: () => readonly ActionView[];
  readonly #scene: Scene | null;
  #text = $state("");
  readonly isAnswered = true;
  readonly error = null;
  readonly found = $derived.by(() => this.#find());

  constructor(all: () => readonly ActionView[], scene: Scene | null) {
    this.#all = all;
    this.#scene = scene;
  }

  ask(text: string): void {
    this.#text = text;
  }

  stop(): void {
    // Nothing is under way: the catalogue is here already.
  }

  #find(): OfferedAction[] {
    const matching = findActions(this.#all(), { search: this.#text, category: null, scene: null });
    const inOrder = byCategory(matching).flatMap(({ actions }) => actions);
    const offered = offeredActions(inOrder, this.#scene).map((one) => ({
      id: one.action.code,
      ...one,
    }));
    return offered.toSorted((a, b) => Number(a.obstacle !== null) - Number(b.obstacle !== null));
  }
}
