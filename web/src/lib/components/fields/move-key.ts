/** In these the arrows with Alt have a meaning of their own. */
const ownArrows = "select, textarea, [role=combobox]";

/** The step that a key press asks for, Alt+↑ or Alt+↓; 0 when it asks for none. */
export function moveStep({ altKey, key, target }: KeyboardEvent): -1 | 0 | 1 {
  if (!altKey || (target instanceof Element && target.matches(ownArrows))) return 0;
  if (key === "ArrowUp") return -1;
  return key === "ArrowDown" ? 1 : 0;
}
