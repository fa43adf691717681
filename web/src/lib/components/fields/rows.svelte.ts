import { tick } from "svelte";

/**
 * Keys for entries that have none, so that each keeps its controls and its focus while it moves. Entries that come
 * from outside are told apart by their places.
 */
export class RowKeys {
  #keys = $state.raw<number[]>([]);
  #next = 0;

  /** One key for each of `count` entries. */
  of(count: number): number[] {
    const missing = Math.max(0, count - this.#keys.length);
    const more = Array.from({ length: missing }, (_, at) => this.#next + at);
    return [...this.#keys, ...more].slice(0, count);
  }

  #take(keys: number[]): void {
    this.#keys = keys;
    this.#next = Math.max(this.#next, ...keys.map((key) => key + 1));
  }

  add(count: number): void {
    this.#take(this.of(count + 1));
  }

  remove(count: number, index: number): void {
    this.#take(this.of(count));
    this.#keys = this.#keys.toSpliced(index, 1);
  }

  move(count: number, from: number, to: number): void {
    this.#take(this.of(count));
    const [key] = this.#keys.slice(from, from + 1);
    if (key !== undefined) this.#keys = this.#keys.toSpliced(from, 1).toSpliced(to, 0, key);
  }
}

/** Moving a node takes the focus from what is inside it: gives it back to whatever had it. */
export async function keepingFocus(move: () => void): Promise<void> {
  const focused = document.activeElement;
  move();
  await tick();
  if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
}
