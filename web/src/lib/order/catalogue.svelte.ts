import { api } from "#lib/api/client.ts";
import type { ActionView } from "#shared/action/schema.ts";

/**
 * What actions and their parameters are called. Asked for once a visit; who may not read the catalogue sees codes
 * and keys instead.
 */
class Catalogue {
  #actions = $state.raw<ReadonlyMap<string, ActionView>>(new Map());
  #asked: Promise<void> | undefined;

  find(code: string | null): ActionView | undefined {
    return code === null ? undefined : this.#actions.get(code);
  }

  /** All that is known, in the catalogue's order. */
  get all(): readonly ActionView[] {
    return [...this.#actions.values()];
  }

  load(): Promise<void> {
    this.#asked ??= this.#load();
    return this.#asked;
  }

  async #load(): Promise<void> {
    try {
      const { items } = await api.listActions();
      this.#actions = new Map(items.map((action) => [action.code, action]));
    } catch {
      // Names only help: the page goes on without them, and the next one asks again.
      this.#asked = undefined;
    }
  }
}

export const catalogue = new Catalogue();
