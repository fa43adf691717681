/** Whether this is a time of a day as calendars hold it; only an end may be 24:00. */
export function isTime(text: string, isEnd: boolean): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) || (isEnd && text === "24:00");
}

/** What people type for a time: `9`, `9.30`, `930`, `９：３０`. What can't be one stays as it is. */
export function tidyTime(typed: string): string {
  const text = typed.normalize("NFKC").trim();
  const [, hours, minutes = "0"] =
    /^(\d{1,2})(?:[:.](\d{1,2}))?$/.exec(text) ?? /^(\d{1,2})(\d\d)$/.exec(text) ?? [];
  if (hours === undefined) return text;
  return `${hours.padStart(2, "0")}:${minutes.padStart(2, "0")}`;
}
