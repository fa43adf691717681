import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import type { LogView } from "#shared/order/view/schema.ts";

/** So many entries are kept on the page; of a longer log the evidence has all. */
const mostEntries = 1500;
const pageSize = 100;

/** What a step has to say, oldest first: read from where the last look ended. */
export class StepLog {
  readonly #params: { id: string; seq: number };
  #entries = $state.raw<LogView[]>([]);
  #error = $state.raw<ApiError | null>(null);
  #isReady = $state(false);
  #cursor: string | undefined;
  #isReading = false;

  constructor(params: { id: string; seq: number }) {
    this.#params = params;
  }

  get entries(): LogView[] {
    return this.#entries;
  }
  get error(): ApiError | null {
    return this.#error;
  }
  get isReady(): boolean {
    return this.#isReady;
  }
  get isFull(): boolean {
    return this.#entries.length >= mostEntries;
  }

  /** Reads what is new, page by page. */
  async read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (!this.isFull) {
        const query = { cursor: this.#cursor, limit: pageSize };
        const { items, nextCursor } = await api.listLog({ params: this.#params, query });
        if (items.length > 0) this.#entries = [...this.#entries, ...items];
        this.#cursor = nextCursor ?? this.#cursor;
        this.#error = null;
        if (items.length < pageSize) break;
      }
    } catch (thrown) {
      this.#error = asApiError(thrown);
    }
    this.#isReady = true;
    this.#isReading = false;
  }

  /** Puts the whole text of a cut entry in its place. Throws ApiError. */
  async readWhole(id: string): Promise<void> {
    const { text } = await api.getLogText({ params: { ...this.#params, log: id } });
    this.#entries = this.#entries.map((entry) =>
      entry.id === id ? { ...entry, text, isCut: false } : entry,
    );
  }
}
