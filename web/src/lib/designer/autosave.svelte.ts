const pauseMs = 1500;
const againMs = 20_000;

/** Does a deed a pause after the last wish for it, one at a time, and again when it failed. */
export class Autosave {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #deed: () => Promise<boolean>;
  #isRunning = false;
  #isWanted = false;

  /** `deed` resolves to false when it should be tried again by and by. */
  constructor(deed: () => Promise<boolean>) {
    this.#deed = deed;
  }

  want(afterMs = pauseMs): void {
    clearTimeout(this.#timer);
    this.#isWanted = true;
    this.#timer = setTimeout(() => void this.#run(), afterMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#isWanted = false;
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#isWanted = false;
    const isDone = await this.#deed().finally(() => (this.#isRunning = false));
    // What was changed meanwhile is saved soon; a failure waits for the network to come back.
    if (this.#isWanted) this.want();
    else if (!isDone) this.want(againMs);
  }
}
