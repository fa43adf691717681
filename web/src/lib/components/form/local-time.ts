const two = (part: number) => String(part).padStart(2, "0");

/** An instant as `<input type="datetime-local">` shows it in the viewer's zone; "" when it is none. */
export function toLocalInput(iso: unknown): string {
  const at = typeof iso === "string" ? new Date(iso) : new Date(NaN);
  if (Number.isNaN(at.getTime())) return "";
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What `<input type="datetime-local">` holds, as an ISO instant; "" for an empty one. */
export function fromLocalInput(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}
