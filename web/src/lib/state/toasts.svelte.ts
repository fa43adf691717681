export type Toast = {
  id: number;
  text: string;
  tone: "plain" | "done" | "failed";
  action?: { label: string; run: () => void };
};

/** Short answers at the edge of the screen, announced to screen readers. */
class Toasts {
  #items = $state.raw<Toast[]>([]);
  #next = 1;

  get items(): Toast[] {
    return this.#items;
  }

  /** Shows a text for some seconds. Returns its id. */
  show(
    text: string,
    tone: Toast["tone"] = "plain",
    more: { action?: Toast["action"]; forMs?: number } = {},
  ): number {
    const id = this.#next++;
    this.#items = [...this.#items.slice(-2), { id, text, tone, action: more.action }];
    setTimeout(() => this.dismiss(id), more.forMs ?? (tone === "failed" ? 8000 : 5000));
    return id;
  }

  dismiss(id: number): void {
    this.#items = this.#items.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
