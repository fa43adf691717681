/** Pauses that can be cut short together. */
export class Wakeable {
  readonly #wakers = new Set<() => void>();

  /** Resolves after `ms`, or at the next `wake`. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wakers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wakers.add(done);
    });
  }

  /** Ends every pause under way. */
  wake(): void {
    for (const done of [...this.#wakers]) done();
  }
}
