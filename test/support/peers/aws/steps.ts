/** How a peer's own time passes: by the clock, or one step at a time when the test says so. */
export type Pace = "clock" | "steps";

/** What a peer does later by itself. With the pace "steps" delays are ignored and only their order counts. */
export class Steps {
  readonly #pace: Pace;
  readonly #timers = new Set<NodeJS.Timeout>();
  #queue: (() => void)[] = [];

  constructor(pace: Pace = "clock") {
    this.#pace = pace;
  }

  after(ms: number, act: () => void): void {
    if (this.#pace === "steps") {
      this.#queue.push(act);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  /** Does what waits now; what that sets off waits for the next step. */
  step(times = 1): void {
    for (let done = 0; done < times; done += 1) {
      const due = this.#queue;
      this.#queue = [];
      for (const act of due) act();
    }
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#queue = [];
  }
}
