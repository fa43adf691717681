import { isTime } from "./times.ts";
import type { CalendarDay } from "#shared/calendar/schema.ts";

/** What a line of text may be at fault for; the page has a sentence for each. */
export type LineFault = { line: number; code: "columns" | "date" | "kind" | "name" | "hours" };

type Name = CalendarDay["name"];

function quoted(text: string): string {
  return /[,"\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line for each day: `2026-02-14,workday,Make-up,调休,09:00-12:00 13:00-17:00`. Opens in a spreadsheet. */
export function toLines(days: readonly CalendarDay[]): string {
  const lines = days.map(({ date, kind, name, spans }) => {
    const hours = spans?.map(({ from, to }) => `${from}-${to}`).join(" ") ?? "";
    const own = spans === undefined ? [] : [hours === "" ? "-" : hours];
    return [date, kind, quoted(name.en), quoted(name["zh-CN"]), ...own].join(",");
  });
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

// Tabs come from a spreadsheet's cells, commas from its file.
function cellsOf(line: string): string[] {
  if (line.includes("\t")) return line.split("\t").map((cell) => cell.trim());
  const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  const plain = cells.map((cell) => cell.replace(/,$/, "").trim());
  // The expression also finds the nothing behind the last cell.
  if (!line.endsWith(",") && plain.length > 1) plain.pop();
  return plain.map((cell) =>
    /^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
}

function spansOf(text: string): CalendarDay["spans"] | null {
  if (text === "-") return [];
  const parts = text.split(/\s+/).map((part) => part.split("-"));
  const isRight = parts.every(([from = "", to = "", more]) => {
    return isTime(from, false) && isTime(to, true) && more === undefined;
  });
  return isRight ? parts.map(([from = "", to = ""]) => ({ from, to })) : null;
}

function isDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

function dayOf(cells: string[]): CalendarDay | LineFault["code"] {
  const [date = "", kind, en = "", chinese = "", hours = ""] = cells;
  if (cells.length < 4 || cells.length > 5) return "columns";
  if (!isDate(date)) return "date";
  if (kind !== "holiday" && kind !== "workday") return "kind";
  if ([en, chinese].some((text) => text === "" || text.length > 60)) return "name";
  const name: Name = { en, "zh-CN": chinese };
  if (hours === "") return { date, kind, name };
  const spans = spansOf(hours);
  return spans === null ? "hours" : { date, kind, name, spans };
}

/** Reads such lines, empty ones left out. A head line is passed over when it begins with `date`. */
export function fromLines(text: string): { days: CalendarDay[]; faults: LineFault[] } {
  const days: CalendarDay[] = [];
  const faults: LineFault[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === "" || (index === 0 && /^"?date\b/i.test(line))) return;
    const day = dayOf(cellsOf(line));
    if (typeof day === "string") faults.push({ line: index + 1, code: day });
    else days.push(day);
  });
  return { days, faults };
}
