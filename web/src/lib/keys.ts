const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/**
 * Single-key commands for a page: `$effect(() => onKeys({ j: next, k: previous }))`. Silent while somebody
 * types, while a dialog is open and together with Ctrl, Alt or Meta. `isFirst` comes before the others, who then
 * do not hear of a key that was used.
 */
export function onKeys(
  commands: Record<string, (() => unknown) | undefined>,
  { isFirst = false } = {},
): () => void {
  const listen = (event: KeyboardEvent) => {
    const command = commands[event.key];
    if (
      !command ||
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.repeat
    )
      return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(typing) || document.querySelector("dialog[open]")) return;
    // Enter belongs to the button or link that has the focus.
    if (event.key === "Enter" && target?.closest("a, button, summary")) return;
    event.preventDefault();
    command();
  };
  document.addEventListener("keydown", listen, { capture: isFirst });
  return () => document.removeEventListener("keydown", listen, { capture: isFirst });
}
