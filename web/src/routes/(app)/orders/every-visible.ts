/** Calls `run` every `everyMs` while the page is visible, and when it becomes visible. Returns the stop. */
export function everyVisible(everyMs: number, run: () => void): () => void {
  const tick = () => document.visibilityState === "visible" && run();
  const timer = setInterval(tick, everyMs);
  document.addEventListener("visibilitychange", tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}
