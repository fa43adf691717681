import { asApiError, type ApiError } from "#lib/api/error.ts";
import { pollVisible } from "./poll.ts";

type Settings = {
  /** Ask again this often while the page is visible. Absent: only on demand. */
  everyMs?: number;
};

/**
 * A value from the API that keeps itself fresh. Make it in a component's script, call `watch` in an
 * `$effect`: it loads, polls while the page is visible and asks again when the page comes back.
 * A failed refresh keeps the old value and sets `error`.
 */
export class Live<Value> {
  #fetch: (signal: AbortSignal) => Promise<Value>;
  #everyMs: number | undefined;
  #value = $state.raw<Value | undefined>();
  #error = $state.raw<ApiError | null>(null);
  #isLoading = $state(true);
  #controller: AbortController | undefined;

  constructor(fetch: (signal: AbortSignal) => Promise<Value>, settings: Settings = {}) {
    this.#fetch = fetch;
    this.#everyMs = settings.everyMs;
  }

  get value(): Value | undefined {
    return this.#value;
  }
  get error(): ApiError | null {
    return this.#error;
  }
  get isLoading(): boolean {
    return this.#isLoading;
  }

  /** Puts an answer of a write in place; an older request under way no longer counts. */
  set(value: Value): void {
    this.#controller?.abort();
    this.#take(value);
  }

  async refresh(): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.#isLoading = true;
    try {
      const value = await this.#fetch(controller.signal);
      if (!controller.signal.aborted) this.#take(value);
    } catch (thrown) {
      if (controller.signal.aborted) return;
      this.#error = asApiError(thrown);
      this.#isLoading = false;
    }
  }

  /** Starts; the returned function stops. */
  watch(): () => void {
    const stop = pollVisible(() => this.refresh(), this.#everyMs);
    return () => {
      stop();
      this.#controller?.abort();
    };
  }

  #take(value: Value): void {
    this.#value = value;
    this.#error = null;
    this.#isLoading = false;
  }
}
