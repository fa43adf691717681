import { formatDuration, formatNumber } from "#lib/i18n/format.ts";
import type { OrderNodeView, OrderView } from "#shared/order/view/schema.ts";

type Unit = "hour" | "minute" | "second";

function unit(count: number, name: Unit, digits = 0): string {
  const style = { style: "unit", unit: name, unitDisplay: "short" } as const;
  return formatNumber(count, { ...style, maximumFractionDigits: digits });
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A length of time as a run needs it: "4.2 s", "48 s", "3 min 20 s"; from an hour on the product's usual two units. */
export function lengthText(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < 9_950) return unit(Math.round(whole / 100) / 10, "second", 1);
  const seconds = Math.round(whole / 1000);
  if (seconds < 60) return unit(seconds, "second");
  if (whole >= hourMs - 500) return formatDuration(whole);
  const rest = seconds % 60;
  const minutes = unit(Math.floor(seconds / 60), "minute");
  return rest === 0 ? minutes : `${minutes} ${unit(rest, "second")}`;
}

type Begun = Pick<OrderNodeView, "startedAt" | "finishedAt"> & { state: string };

/** How long a node took, or has been running; null before its start. Milliseconds. */
export function nodeMs({ startedAt, finishedAt, state }: Begun, nowMs: number): number | null {
  if (startedAt === null) return null;
  if (finishedAt !== null) return Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt));
  return state === "running" ? Math.max(0, nowMs - Date.parse(startedAt)) : null;
}

/** How long a run took, or has been under way; null before its start. Milliseconds. */
export function orderMs(
  { startedAt, endedAt }: Pick<OrderView, "startedAt" | "endedAt">,
  nowMs: number,
): number | null {
  if (startedAt === null) return null;
  const end = endedAt === null ? nowMs : Date.parse(endedAt);
  return Math.max(0, end - Date.parse(startedAt));
}

export type Span = {
  /** Percent of the bar that is filled. */
  filled: number;
  /** Where in the bar the expected length lies, in percent; null without one. */
  mark: number | null;
  isLate: boolean;
};

/** A tenth over what is expected is no news. */
const slack = 1.1;

/** A bar of the actual length, with the expected one marked in it. */
export function spanOf(actualMs: number, expectedMs: number | null): Span {
  if (expectedMs === null || expectedMs <= 0) return { filled: 100, mark: null, isLate: false };
  const whole = Math.max(actualMs, expectedMs);
  return {
    filled: Math.round((actualMs / whole) * 100),
    mark: Math.round((expectedMs / whole) * 100),
    isLate: actualMs > expectedMs * slack,
  };
}

/** What the steps were planned to take together; null when none says. Milliseconds. */
export function plannedMs(nodes: readonly Pick<OrderNodeView, "expectedSeconds">[]): number | null {
  const known = nodes.flatMap(({ expectedSeconds }) => expectedSeconds ?? []);
  return known.length === 0 ? null : known.reduce((sum, seconds) => sum + seconds * 1000, 0);
}
