import { asApiError, type ApiError } from "#lib/api/error.ts";

type Page<Item> = { items: Item[]; nextCursor: string | null };
type Fetch<Item> = (cursor: string | undefined) => Promise<Page<Item>>;

/**
 * A list read page by page. `refresh` reads the first page again and keeps what was loaded after it, so
 * that nothing moves for a reader further down.
 */
export class Pages<Item extends object> {
  #fetch: Fetch<Item>;
  #keyOf: (item: Item) => string;
  #items = $state.raw<Item[]>([]);
  #cursor: string | null = null;
  #hasMore = $state(false);
  #isLoading = $state(true);
  #isReady = $state(false);
  #error = $state.raw<ApiError | null>(null);
  #turn = 0;
  #firstPage = 0;

  constructor(fetch: Fetch<Item>, keyOf: (item: Item) => string) {
    this.#fetch = fetch;
    this.#keyOf = keyOf;
  }

  get items(): Item[] {
    return this.#items;
  }
  get hasMore(): boolean {
    return this.#hasMore;
  }
  get isLoading(): boolean {
    return this.#isLoading;
  }
  /** The first page came at least once. */
  get isReady(): boolean {
    return this.#isReady;
  }
  get error(): ApiError | null {
    return this.#error;
  }

  /** Reads the first page; `reset` also forgets the old items, for a changed filter. */
  async refresh({ reset = false } = {}): Promise<void> {
    if (reset) this.#forget();
    await this.#read(undefined, (page) => {
      const isDeep = this.#items.length > this.#firstPage;
      const fresh = new Set(page.items.map(this.#keyOf));
      const rest = isDeep ? this.#items.slice(this.#firstPage) : [];
      this.#items = [...page.items, ...rest.filter((item) => !fresh.has(this.#keyOf(item)))];
      this.#firstPage = page.items.length;
      if (!isDeep) this.#moveTo(page.nextCursor);
      this.#isReady = true;
    });
  }

  async loadMore(): Promise<void> {
    if (this.#cursor === null) return;
    await this.#read(this.#cursor, (page) => {
      const known = new Set(this.#items.map(this.#keyOf));
      this.#items = [...this.#items, ...page.items.filter((item) => !known.has(this.#keyOf(item)))];
      this.#moveTo(page.nextCursor);
    });
  }

  /** Takes an item out at once, after a write that removed it. */
  remove(key: string): void {
    const rest = this.#items.filter((item) => this.#keyOf(item) !== key);
    if (rest.length < this.#items.length) this.#firstPage = Math.max(0, this.#firstPage - 1);
    this.#items = rest;
  }

  async #read(cursor: string | undefined, accept: (page: Page<Item>) => void): Promise<void> {
    const turn = ++this.#turn;
    this.#isLoading = true;
    try {
      const page = await this.#fetch(cursor);
      if (turn !== this.#turn) return;
      this.#error = null;
      accept(page);
    } catch (thrown) {
      if (turn === this.#turn) this.#error = asApiError(thrown);
    }
    if (turn === this.#turn) this.#isLoading = false;
  }

  #moveTo(cursor: string | null): void {
    this.#cursor = cursor;
    this.#hasMore = cursor !== null;
  }

  #forget(): void {
    this.#items = [];
    this.#firstPage = 0;
    this.#moveTo(null);
    this.#isReady = false;
    this.#error = null;
  }
}
