import { asApiError, type ApiError } from "#lib/api/error.ts";

const slowMs = 1000;

/** A question about the draft that takes a while: one at a time, and the answer knows for which source it is. */
export class Run<Answer> {
  #ask: (source: string, signal: AbortSignal) => Promise<Answer>;
  #answer = $state.raw<Answer | null>(null);
  #source = $state.raw<string | null>(null);
  #error = $state.raw<ApiError | null>(null);
  #isBusy = $state(false);
  #isSlow = $state(false);
  #controller: AbortController | undefined;

  constructor(ask: (source: string, signal: AbortSignal) => Promise<Answer>) {
    this.#ask = ask;
  }

  get answer(): Answer | null {
    return this.#answer;
  }
  get error(): ApiError | null {
    return this.#error;
  }
  get isBusy(): boolean {
    return this.#isBusy;
  }
  /** It has taken more than a second: now it is said what is being done. */
  get isSlow(): boolean {
    return this.#isSlow;
  }

  /** Whether the answer is of another source than this one. */
  isStale(source: string): boolean {
    return this.#answer !== null && this.#source !== source;
  }

  async start(source: string): Promise<void> {
    this.stop();
    const { signal } = (this.#controller = new AbortController());
    this.#isBusy = true;
    this.#error = null;
    const timer = setTimeout(() => (this.#isSlow = this.#isBusy), slowMs);
    try {
      const answer = await this.#ask(source, signal);
      if (signal.aborted) return;
      this.#answer = answer;
      this.#source = source;
    } catch (thrown) {
      if (!signal.aborted) this.#error = asApiError(thrown);
    } finally {
      clearTimeout(timer);
      if (!signal.aborted) this.#isBusy = this.#isSlow = false;
    }
  }

  stop(): void {
    this.#controller?.abort();
    this.#isBusy = this.#isSlow = false;
  }
}
