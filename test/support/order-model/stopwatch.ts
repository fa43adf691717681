/** Time that is spent only while it runs. */
export class Stopwatch {
  #left: number | null = null;
  #since: number | null = null;

  start(ms: number, now: number): void {
    [this.#left, this.#since] = [ms, now];
  }

  stop(): void {
    [this.#left, this.#since] = [null, null];
  }

  rest(now: number): void {
    if (this.#left === null || this.#since === null) return;
    this.#left -= now - this.#since;
    this.#since = null;
  }

  goOn(now: number): void {
    if (this.#left !== null) this.#since ??= now;
  }

  /** When it will be over, if it goes on running. */
  endsAt(): number | null {
    return this.#left === null || this.#since === null ? null : this.#since + this.#left;
  }
}
