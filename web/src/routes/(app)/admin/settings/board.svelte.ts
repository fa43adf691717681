import { getContext, setContext } from "svelte";
import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import { SettingDraft } from "./setting-draft.svelte.ts";

/** All groups of settings with what is typed into them: going from one to another loses nothing. */
export class Board {
  #drafts = $state.raw<SettingDraft[]>([]);
  #error = $state.raw<ApiError | null>(null);
  readonly dirty = $derived(this.#drafts.filter(({ isDirty }) => isDirty));

  get drafts(): SettingDraft[] {
    return this.#drafts;
  }
  get error(): ApiError | null {
    return this.#error;
  }

  draftOf(group: string): SettingDraft | undefined {
    return this.#drafts.find(({ view }) => view.group === group);
  }

  /** Read once: a page that comes back to the front must not overwrite what is being typed. */
  async load(): Promise<void> {
    try {
      const { items } = await api.listSettings();
      this.#drafts = items.map((view) => new SettingDraft(view));
      this.#error = null;
    } catch (thrown) {
      this.#error = asApiError(thrown);
    }
  }

  discard(): void {
    for (const draft of this.dirty) draft.discard();
  }
}

const key = Symbol("settings");

export function setBoard(board: Board): Board {
  return setContext(key, board);
}

export function getBoard(): Board {
  return getContext<Board>(key);
}
