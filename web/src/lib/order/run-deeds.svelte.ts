import { asApiError, type ApiError } from "#lib/api/error.ts";
import { newIntent } from "#lib/api/send.ts";
import { runCount } from "#lib/state/run-count.svelte.ts";
import { toasts } from "#lib/state/toasts.svelte.ts";
import type { OrderView } from "#shared/order/view/schema.ts";
import type { Wish } from "./deeds.ts";

type Page = {
  /** The run as a deed left it. */
  set: (order: OrderView) => void;
  /** What is shown may be old. */
  refresh: () => unknown;
};

/** Refusals that say: it is not as it was shown any more. */
const stale = new Set(["WRONG_STATE", "STALE_VIEW", "CONFLICT", "NOT_FOUND", "FORBIDDEN"]);

/** What somebody does to a run: asks first, sends each wish once however often it is pressed. */
export class RunDeeds {
  readonly #page: Page;
  #asking = $state.raw<Wish | null>(null);
  #error = $state.raw<ApiError | null>(null);
  #isBusy = $state(false);
  // One key per wish and wording: pressing again after a lost answer does not do it twice.
  #intent = { of: "", key: "" };

  constructor(page: Page) {
    this.#page = page;
  }

  get asking(): Wish | null {
    return this.#asking;
  }
  get error(): ApiError | null {
    return this.#error;
  }
  get isBusy(): boolean {
    return this.#isBusy;
  }

  ask(wish: Wish): void {
    this.#error = null;
    this.#asking = wish;
  }

  close(): void {
    this.#error = null;
    this.#asking = null;
  }

  #intentFor(wish: string): string {
    if (this.#intent.of !== wish) this.#intent = { of: wish, key: newIntent() };
    return this.#intent.key;
  }

  /** Does it; `of` is everything that makes this wish the same as another one. Null when done. */
  async send(
    of: unknown,
    call: (options: { intent: string }) => Promise<OrderView>,
    done: string,
  ): Promise<ApiError | null> {
    this.#isBusy = true;
    this.#error = null;
    try {
      const order = await call({ intent: this.#intentFor(JSON.stringify(of)) });
      this.#intent = { of: "", key: "" };
      this.#page.set(order);
      this.#asking = null;
      toasts.show(done, "done");
      void runCount.refresh();
      return null;
    } catch (thrown) {
      const error = asApiError(thrown);
      this.#error = error;
      if (stale.has(error.code)) void this.#page.refresh();
      return error;
    } finally {
      this.#isBusy = false;
    }
  }
}
