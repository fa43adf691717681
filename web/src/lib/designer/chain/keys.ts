import type { Designer } from "./designer.svelte.ts";
import { walk, type Stop } from "./stops.ts";

type Deeds = {
  /** Opens the inspector on what has the focus. */
  open: (stop: Stop) => void;
  /** Opens the menu of what can be added behind it. */
  add: (stop: Stop) => void;
};

const steps: Record<string, 1 | -1> = {
  ArrowUp: -1,
  ArrowLeft: -1,
  ArrowDown: 1,
  ArrowRight: 1,
};

function withControl(event: KeyboardEvent, stop: Stop, designer: Designer): boolean {
  const key = event.key.toLowerCase();
  if (key === "c") designer.copy(stop);
  else if (key === "v") designer.paste(stop);
  else if (key === "x" && stop.node) {
    designer.copy(stop);
    designer.remove(stop);
  } else return false;
  return true;
}

function plain(event: KeyboardEvent, stop: Stop, designer: Designer, deeds: Deeds): boolean {
  const next = walk(stop, event.key);
  if (next) designer.focus(next.key);
  else if (event.key === "Enter" || event.key === " ") deeds.open(stop);
  else if (designer.isReadOnly) return event.key.startsWith("Arrow");
  else if (event.key === "+" || event.key === "Insert") deeds.add(stop);
  else if (event.key === "Delete" || event.key === "Backspace") designer.remove(stop);
  else return event.key.startsWith("Arrow");
  return true;
}

/** What a key does in the tree; what it does not know is left to the page. */
export function treeKey(event: KeyboardEvent, designer: Designer, deeds: Deeds): void {
  const item = event.target instanceof HTMLElement ? event.target.dataset.stop : undefined;
  const stop = designer.stops.find(({ key }) => key === item);
  if (!stop || event.isComposing) return;
  const step = steps[event.key];
  let isDone = false;
  if (designer.isReadOnly && (event.altKey || event.ctrlKey || event.metaKey)) return;
  if (event.altKey && step) {
    designer.shift(stop, step);
    isDone = true;
  } else if (event.ctrlKey || event.metaKey) isDone = withControl(event, stop, designer);
  else if (!event.altKey) isDone = plain(event, stop, designer, deeds);
  if (isDone) event.preventDefault();
}
