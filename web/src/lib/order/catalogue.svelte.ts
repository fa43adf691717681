import { api } from "#lib/api/client.ts";
import type { ActionView, ActionWords } from "#shared/action/schema.ts";

/**
 * What actions and their parameters are called. Asked for once a visit, of those who may read the catalogue; others
 * see codes and keys where a page brings no words of its own.
 */
class Catalogue {
  #words = $state.raw<ReadonlyMap<string, ActionWords>>(new Map());
  #actions = $state.raw<ReadonlyMap<string, ActionView>>(new Map());
  #asked: Promise<void> | undefined;

  find(code: string | null): ActionWords | undefined {
    return code === null ? undefined : (this.#actions.get(code) ?? this.#words.get(code));
  }

  /** What a page knows of them from elsewhere. */
  take(actions: readonly ActionWords[]): void {
    const own = actions.map((action) => [action.code, action] as const);
    this.#words = new Map([...this.#words, ...own]);
  }

  /** All there is to know of one; only of the catalogue itself. */
  view(code: string | null): ActionView | undefined {
    return code === null ? undefined : this.#actions.get(code);
  }

  /** All of them, in the catalogue's order. */
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
