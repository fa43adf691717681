import type { FieldKind } from "./field-kinds.ts";

/** What is being dragged: a field of the list, or a new one from the palette. */
export type Load = { from: number } | { kind: FieldKind };

const startPx = 6;
const edgePx = 60;

/** Dragging by pointer, mouse or finger alike: a line shows where the load would go. */
export class Drag {
  #load = $state.raw<Load | null>(null);
  #at = $state<number | null>(null);
  #list: () => HTMLElement | undefined;
  #drop: (load: Load, at: number) => void;
  /** After a drag the click that ends it is no click. */
  #isMoved = false;

  constructor(list: () => HTMLElement | undefined, drop: (load: Load, at: number) => void) {
    this.#list = list;
    this.#drop = drop;
  }

  get load(): Load | null {
    return this.#load;
  }
  /** Before which field the load would go; null outside the list. */
  get at(): number | null {
    return this.#at;
  }
  /** Whether the click that comes now ends a drag. */
  get isMoved(): boolean {
    return this.#isMoved;
  }

  start(event: PointerEvent & { currentTarget: HTMLElement }, load: Load): void {
    if (event.button !== 0) return;
    const { clientX, clientY, pointerId, currentTarget: handle } = event;
    const stop = new AbortController();
    this.#isMoved = false;
    const end = () => {
      stop.abort();
      this.#load = null;
      this.#at = null;
    };
    const move = (now: PointerEvent) => {
      if (!this.#load && Math.hypot(now.clientX - clientX, now.clientY - clientY) < startPx) return;
      if (!this.#load) handle.setPointerCapture(pointerId);
      this.#load = load;
      this.#isMoved = true;
      this.#at = this.#placeAt(now);
      scrollNear(now.clientY);
    };
    const up = () => {
      const at = this.#at;
      const isDropped = this.#load !== null && at !== null;
      end();
      if (isDropped) this.#drop(load, at);
    };
    const { signal } = stop;
    handle.addEventListener("pointermove", move, { signal });
    handle.addEventListener("pointerup", up, { signal });
    handle.addEventListener("pointercancel", end, { signal });
    const key = (pressed: KeyboardEvent) => pressed.key === "Escape" && end();
    document.addEventListener("keydown", key, { signal });
  }

  #placeAt({ clientX, clientY }: PointerEvent): number | null {
    const list = this.#list();
    const box = list?.getBoundingClientRect();
    if (!list || !box || clientX < box.left - edgePx || clientX > box.right + edgePx) return null;
    const rows = [...list.children].map((row) => row.getBoundingClientRect());
    const next = rows.findIndex(({ top, height }) => clientY < top + height / 2);
    return next === -1 ? rows.length : next;
  }
}

function scrollNear(y: number): void {
  if (y < edgePx) scrollBy(0, -12);
  else if (y > innerHeight - edgePx) scrollBy(0, 12);
}
