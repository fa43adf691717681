import { api } from "#lib/api/client.ts";

/** How many runs wait for the person, and for any operator: the mark in the navigation. One small request. */
class RunCount {
  #mine = $state(0);
  #attention = $state(0);

  get mine(): number {
    return this.#mine;
  }
  get attention(): number {
    return this.#attention;
  }

  async refresh(): Promise<void> {
    try {
      const { mine, attention } = await api.countOrders();
      this.#mine = mine;
      this.#attention = attention;
    } catch {
      // The mark stays as it was; the pages themselves say when there is no connection.
    }
  }
}

export const runCount = new RunCount();
