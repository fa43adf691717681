import { api } from "#lib/api/client.ts";

const mostAtOnce = 3;

/** How ready plans are, asked for those that are shown, a few at a time. What can't be had stays unsaid. */
export class Scores {
  #known = $state.raw<ReadonlyMap<string, number>>(new Map());
  readonly #asked = new Set<string>();
  readonly #waiting: string[] = [];
  #running = 0;

  of(id: string): number | undefined {
    return this.#known.get(id);
  }

  /** `stamp` changes when the plan does: then it is asked anew. */
  ask(id: string, stamp: string): void {
    const key = `${id} ${stamp}`;
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#waiting.push(id);
    this.#begin();
  }

  #begin(): void {
    if (this.#running >= mostAtOnce) return;
    const id = this.#waiting.shift();
    if (id === undefined) return;
    this.#running += 1;
    void this.#load(id).finally(() => {
      this.#running -= 1;
      this.#begin();
    });
  }

  async #load(id: string): Promise<void> {
    try {
      const { score } = await api.getPlanReadiness({ params: { id } });
      this.#known = new Map([...this.#known, [id, score]]);
    } catch {
      // The plan's own page tells what is wrong.
    }
  }
}
