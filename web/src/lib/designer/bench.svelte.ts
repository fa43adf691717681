import { applyEdits, readSource } from "./document.ts";
import type { Edit } from "./edit.ts";
import type { SyntaxFault } from "./reading.ts";
import { begin, push, redo, undo, type History } from "./history.ts";

/** The one document that every tab of the designer shows: its text is the truth, its history that of all tabs. */
export class Bench {
  #history = $state.raw<History>(begin(""));
  #read = $derived(readSource(this.#history.now.text));
  #onchange: () => void;

  constructor(text: string, onchange: () => void) {
    this.#history = begin(text);
    this.#onchange = onchange;
  }

  get source(): string {
    return this.#history.now.text;
  }
  /** What the source says; null while it can't be read. */
  get value(): unknown {
    return this.#read.value;
  }
  get fault(): SyntaxFault | null {
    return this.#read.fault;
  }
  get canUndo(): boolean {
    return this.#history.past.length > 0;
  }
  get canRedo(): boolean {
    return this.#history.future.length > 0;
  }

  /** Applies visual edits as one step; those with the same tag, quickly one after the other, are one step too. */
  edit(edits: Edit[], tag = ""): void {
    this.write(applyEdits(this.source, edits), tag);
  }

  /** Puts another text in place, as a step that can be undone. */
  write(text: string, tag = ""): void {
    this.#take(push(this.#history, text, tag, Date.now()));
  }

  undo(): void {
    this.#take(undo(this.#history));
  }

  redo(): void {
    this.#take(redo(this.#history));
  }

  #take(history: History | null): void {
    if (history === null || history === this.#history) return;
    this.#history = history;
    this.#onchange();
  }
}
