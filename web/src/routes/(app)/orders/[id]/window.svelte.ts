import { on } from "svelte/events";
import { rowsInView } from "#lib/order/tree.ts";

/**
 * Which rows of a long list of equal rows are near the screen, however deep the list scrolls: in a pane or with the
 * page. Lists that are short, and lists on paper, are drawn whole.
 */
export class ListWindow {
  readonly #rowHeight: () => number;
  readonly #count: () => number;
  #list: HTMLElement | undefined;
  #range = $state.raw({ from: 0, to: 40 });
  #isWhole = $state(false);
  #frame = 0;

  constructor({ rowHeight, count }: { rowHeight: () => number; count: () => number }) {
    this.#rowHeight = rowHeight;
    this.#count = count;
  }

  /** `to` is behind the last row. */
  get range(): { from: number; to: number } {
    const count = this.#count();
    if (this.#isWhole || count <= shortList) return { from: 0, to: count };
    return { from: Math.min(this.#range.from, count), to: Math.min(this.#range.to, count) };
  }

  /** Attachment of the list's element. */
  readonly watch = (list: HTMLElement) => {
    this.#list = list;
    const later = () => {
      this.#frame ||= requestAnimationFrame(() => {
        this.#frame = 0;
        this.measure();
      });
    };
    const off = [
      on(document, "scroll", later, { capture: true, passive: true }),
      on(window, "resize", later),
      on(window, "beforeprint", () => (this.#isWhole = true)),
      on(window, "afterprint", () => (this.#isWhole = false)),
    ];
    this.measure();
    return () => {
      cancelAnimationFrame(this.#frame);
      off.forEach((stop) => stop());
      this.#list = undefined;
    };
  };

  measure(): void {
    const list = this.#list;
    if (list === undefined) return;
    const box = list.getBoundingClientRect();
    const pane = list.closest("[data-pane]")?.getBoundingClientRect();
    const top = Math.max(0, pane?.top ?? 0);
    const bottom = Math.min(window.innerHeight, pane?.bottom ?? window.innerHeight);
    const view = { top: top - box.top, height: Math.max(0, bottom - top) };
    const next = rowsInView(view, { rowHeight: this.#rowHeight(), count: this.#count() });
    const { from, to } = this.#range;
    if (next.from !== from || next.to !== to) this.#range = next;
  }
}

/** Fewer rows than this cost nothing. */
const shortList = 60;
