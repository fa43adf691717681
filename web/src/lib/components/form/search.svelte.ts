import { api, type Result } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";

export type FoundPerson = Result<"searchPeople">["items"][number];
export type FoundService = Result<"listServices">["items"][number];

/** What a combobox asks and shows. */
export type Finder<Item> = {
  readonly found: Item[];
  /** The answer to what is typed now is there. */
  readonly isAnswered: boolean;
  readonly error: ApiError | null;
  ask: (text: string) => void;
  stop: () => void;
};

const pauseMs = 200;
type Fetch<Item> = (text: string, signal: AbortSignal) => Promise<{ items: Item[] }>;

/** What the server finds for what was typed; only the newest question's answer counts. */
export class Search<Item> implements Finder<Item> {
  #fetch: Fetch<Item>;
  #found = $state.raw<Item[]>([]);
  #isAnswered = $state(false);
  #error = $state.raw<ApiError | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;

  constructor(fetch: Fetch<Item>) {
    this.#fetch = fetch;
  }

  get found(): Item[] {
    return this.#found;
  }
  get isAnswered(): boolean {
    return this.#isAnswered;
  }
  get error(): ApiError | null {
    return this.#error;
  }

  ask(text: string): void {
    this.stop();
    this.#isAnswered = false;
    this.#timer = setTimeout(() => void this.#ask(text), pauseMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }

  async #ask(text: string): Promise<void> {
    const { signal } = (this.#controller = new AbortController());
    try {
      const { items } = await this.#fetch(text, signal);
      this.#found = items;
      this.#error = null;
    } catch (thrown) {
      if (signal.aborted) return;
      this.#found = [];
      this.#error = asApiError(thrown);
    }
    this.#isAnswered = true;
  }
}

/** Colleagues by the beginning of name or mail address. */
export function peopleSearch(): Search<FoundPerson> {
  return new Search((q, signal) => api.searchPeople({ query: { q } }, { signal }));
}

/** Services that are not retired, by words of name or code. */
export function serviceSearch(): Search<FoundService> {
  return new Search((q, signal) =>
    api.listServices({ query: { q: q.slice(0, 120), state: "active", limit: 20 } }, { signal }),
  );
}
