import type { CalendarDay } from "./schema.ts";

/**
 * Days as the table stores them: names once, each day a short text `2026-02-14 w 3 09:00-12:00,13:00-17:00`
 * (date, kind, place of the name, hours of its own or nothing). 2,000 days take some 40 KB so.
 */
export type PackedDays = { names: CalendarDay["name"][]; list: string[] };

function packSpans(spans: CalendarDay["spans"]): string[] {
  if (spans === undefined) return [];
  return [spans.length === 0 ? "-" : spans.map(({ from, to }) => `${from}-${to}`).join(",")];
}

function unpackSpans(text: string | undefined): Pick<CalendarDay, "spans"> {
  if (text === undefined) return {};
  if (text === "-") return { spans: [] };
  return { spans: text.split(",").map((span) => ({ from: span.slice(0, 5), to: span.slice(6) })) };
}

/** In order of the date. */
export function packDays(days: readonly CalendarDay[]): PackedDays {
  const places = new Map<string, number>();
  const names: CalendarDay["name"][] = [];
  const list = days
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, kind, name, spans }) => {
      const key = `${name.en}\n${name["zh-CN"]}`;
      const place = places.get(key) ?? names.push(name) - 1;
      places.set(key, place);
      return [date, kind === "holiday" ? "h" : "w", place, ...packSpans(spans)].join(" ");
    });
  return { names, list };
}

export function unpackDays({ names, list }: PackedDays): CalendarDay[] {
  return list.map((text) => {
    const [date = "", kind, place, spans] = text.split(" ");
    const name = names[Number(place)] ?? { en: "", "zh-CN": "" };
    return { date, kind: kind === "h" ? "holiday" : "workday", name, ...unpackSpans(spans) };
  });
}

/** About what the days take in the table. */
export function packedBytes(days: readonly CalendarDay[]): number {
  return new TextEncoder().encode(JSON.stringify(packDays(days))).byteLength;
}
