import { dayMs } from "#shared/core/clock.ts";

/** From `atMs` on the zone's clocks are `offsetMs` ahead of UTC. */
export type ZonePiece = { atMs: number; offsetMs: number };

const stepMs = 5 * dayMs;

function formatOf(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
}

/** Whether this is a zone of the tz database, in its own spelling. */
export function isZone(zone: string): boolean {
  if (!/^(UTC|[A-Z][A-Za-z_]*(\/[A-Za-z0-9_+-]+)+)$/.test(zone)) return false;
  try {
    return formatOf(zone).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

// "1/31/2026, GMT+05:45"; plain "GMT" is no offset. Some zones once had seconds.
function offsetAt(format: Intl.DateTimeFormat, atMs: number): number {
  const [, sign, hours, minutes, seconds = "0"] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(format.format(atMs)) ?? [];
  if (sign === undefined) return 0;
  const total = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === "-" ? -total : total) * 1000;
}

/** The first instant after `lowMs` that has the offset of `highMs`, to the second. */
function changeBetween(format: Intl.DateTimeFormat, lowMs: number, highMs: number): number {
  const after = offsetAt(format, highMs);
  let [low, high] = [lowMs / 1000, highMs / 1000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(format, middle * 1000) === after) high = middle;
    else low = middle;
  }
  return high * 1000;
}

/**
 * The offsets of a zone between two instants, both whole seconds, in order. Looks every five days: since 2012 no
 * zone moves its clocks twice within six (Gaza comes closest, around a Ramadan).
 */
export function zonePieces(zone: string, fromMs: number, toMs: number): ZonePiece[] {
  const format = formatOf(zone);
  const pieces = [{ atMs: -Infinity, offsetMs: offsetAt(format, fromMs) }];
  for (let lowMs = fromMs; lowMs < toMs; lowMs += stepMs) {
    const highMs = Math.min(lowMs + stepMs, toMs);
    const offsetMs = offsetAt(format, highMs);
    if (offsetMs === pieces.at(-1)?.offsetMs) continue;
    pieces.push({ atMs: changeBetween(format, lowMs, highMs), offsetMs });
  }
  return pieces;
}
