import { api, type Result } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";

export type FoundPerson = Result<"searchPeople">["items"][number];

const pauseMs = 200;

/** Colleagues for what was typed; only the newest question's answer counts. */
export class PeopleSearch {
  #found = $state.raw<FoundPerson[]>([]);
  #isAsked = $state(false);
  #error = $state.raw<ApiError | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;

  get found(): FoundPerson[] {
    return this.#found;
  }
  /** The answer to what is typed now is there. */
  get isAnswered(): boolean {
    return this.#isAsked;
  }
  get error(): ApiError | null {
    return this.#error;
  }

  ask(text: string): void {
    this.stop();
    this.#isAsked = false;
    this.#timer = setTimeout(() => void this.#fetch(text), pauseMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }

  async #fetch(q: string): Promise<void> {
    const { signal } = (this.#controller = new AbortController());
    try {
      const { items } = await api.searchPeople({ query: { q } }, { signal });
      this.#found = items;
      this.#error = null;
    } catch (thrown) {
      if (signal.aborted) return;
      this.#found = [];
      this.#error = asApiError(thrown);
    }
    this.#isAsked = true;
  }
}
