import { api } from "#lib/api/client.ts";
import type { ActionWords } from "#shared/action/schema.ts";

/**
 * What actions and their parameters are called. Asked for once a visit, of those who may read the catalogue; others
 * see codes and keys where a page brings no words of its own.
 */
class Catalogue {
  #actions = $state.raw<ReadonlyMap<string, ActionWords>>(new Map());
  #asked: Promise<void> | undefined;

  find(code: string | null): ActionWords | undefined {
    return code === null ? undefined : this.#actions.get(code);
  }

  /** What a page knows of them from elsewhere. */
  take(actions: readonly ActionWords[]): void {
    const own = actions.map((action) => [action.code, action] as const);
    this.#actions = new Map([...own, ...this.#actions]);
  }

  load(): Promise<void> {
    this.#asked ??= this.#load();
    return this.#asked;
  }

  async #load(): Promise<void> {
    try {
      const { items } = await api.listActions();
      const all = items.map((action) => [action.code, action] as const);
      this.#actions = new Map([...this.#actions, ...all]);
    } catch {
      // Names only help: the page goes on without them, and the next one asks again.
      this.#asked = undefined;
    }
  }
}

export const catalogue = new Catalogue();
