/**
 * Runs now, then again and again while the page is visible, and when it comes back into view; returns the stop.
 * `later` leaves out the first run.
 */
export function pollVisible(
  run: () => unknown,
  everyMs?: number,
  { later = false } = {},
): () => void {
  if (!later) void run();
  const again = () => document.visibilityState === "visible" && void run();
  const timer = everyMs === undefined ? undefined : setInterval(again, everyMs);
  document.addEventListener("visibilitychange", again);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", again);
  };
}
