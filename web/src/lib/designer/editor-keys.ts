import type { Bench } from "./bench.svelte.ts";

/** What Ctrl-S, Ctrl-Z and Ctrl-Y do anywhere on a page that edits a document. */
export function editorKey(event: KeyboardEvent, bench: Bench, save: () => void): void {
  if (!(event.ctrlKey || event.metaKey)) return;
  // What is tried out in a preview is no part of the document: there the browser undoes.
  const isTrial = event.target instanceof Element && event.target.closest("[data-own-undo]");
  const pressed = event.key.toLowerCase();
  if (pressed === "s") save();
  else if (!isTrial && (pressed === "y" || (pressed === "z" && event.shiftKey))) bench.redo();
  else if (!isTrial && pressed === "z") bench.undo();
  else return;
  event.preventDefault();
}
