import type { EditPath } from "../edit.ts";
import type { Designer } from "./designer.svelte.ts";
import type { Stop } from "./stops.ts";
import { keyOf } from "./tree.ts";

const beginsAfterPx = 6;
const reachPx = 90;
const edgePx = 48;

/** A card on its way to another "+", by mouse, pen or finger. */
export class Drag {
  readonly #designer: Designer;
  readonly #frame: () => HTMLElement | undefined;
  #stop = $state.raw<Stop | null>(null);
  #at = $state.raw({ x: 0, y: 0 });
  #target = $state.raw<EditPath | null>(null);
  #hasBegun = $state(false);
  #from = { x: 0, y: 0 };
  #stopListening = () => {};

  constructor(designer: Designer, frame: () => HTMLElement | undefined) {
    this.#designer = designer;
    this.#frame = frame;
  }

  /** What is carried, once it has left its place. */
  get carried(): Stop | null {
    return this.#hasBegun ? this.#stop : null;
  }
  get at(): { x: number; y: number } {
    return this.#at;
  }

  /** How a "+" looks while something is carried: where it would fall, where it may, or not at all. */
  lookOf(place: EditPath): "target" | "open" | "closed" | null {
    if (!this.carried) return null;
    if (this.#target && keyOf(this.#target) === keyOf(place)) return "target";
    return this.#designer.canMove(this.carried.path, place) ? "open" : "closed";
  }

  /** A finger scrolls with the card and carries by its handle. */
  begin(event: PointerEvent, stop: Stop): void {
    const isHandle = event.target instanceof Element && event.target.closest("[data-handle]");
    if (event.button !== 0 || (event.pointerType !== "mouse" && !isHandle)) return;
    this.#stop = stop;
    this.#from = { x: event.clientX, y: event.clientY };
    const { signal } = this.#listen();
    const moved = (next: PointerEvent) => this.#move(next);
    window.addEventListener("pointermove", moved, { signal });
    window.addEventListener("pointerup", () => this.#drop(), { signal });
    window.addEventListener("pointercancel", () => this.#end(), { signal });
    const escape = (pressed: KeyboardEvent) => pressed.key === "Escape" && this.#end();
    window.addEventListener("keydown", escape, { signal });
  }

  #listen(): AbortController {
    this.#stopListening();
    const controller = new AbortController();
    this.#stopListening = () => controller.abort();
    return controller;
  }

  #move({ clientX: x, clientY: y }: PointerEvent): void {
    const distance = Math.hypot(x - this.#from.x, y - this.#from.y);
    if (!this.#hasBegun && distance < beginsAfterPx) return;
    this.#hasBegun = true;
    this.#at = { x, y };
    this.#scroll(x, y);
    this.#target = this.#nearest(x, y);
  }

  #nearest(x: number, y: number): EditPath | null {
    let best = reachPx;
    let found: EditPath | null = null;
    for (const spot of this.#frame()?.querySelectorAll<HTMLElement>("[data-place]") ?? []) {
      const { left, right, top, bottom } = spot.getBoundingClientRect();
      const distance = Math.hypot(x - (left + right) / 2, y - (top + bottom) / 2);
      const place = JSON.parse(spot.dataset.place ?? "[]") as EditPath;
      if (distance >= best || !this.#stop) continue;
      if (!this.#designer.canMove(this.#stop.path, place)) continue;
      best = distance;
      found = place;
    }
    return found;
  }

  #scroll(x: number, y: number): void {
    const box = this.#frame()?.getBoundingClientRect();
    if (!box) return;
    const sideways = x < box.left + edgePx ? -1 : x > box.right - edgePx ? 1 : 0;
    const down = y < edgePx * 2 ? -1 : y > window.innerHeight - edgePx ? 1 : 0;
    this.#frame()?.scrollBy(sideways * 12, 0);
    if (down !== 0) window.scrollBy(0, down * 12);
  }

  #drop(): void {
    const [stop, target] = [this.carried, this.#target];
    this.#end();
    if (stop && target) this.#designer.move(stop, target);
  }

  #end(): void {
    this.#stopListening();
    // The click that ends a drag must not also choose the card.
    if (this.#hasBegun) window.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
    this.#stop = null;
    this.#hasBegun = false;
    this.#target = null;
  }
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}
