import { createSubscriber } from "svelte/reactivity";

function clock(everyMs: number): () => number {
  const subscribe = createSubscriber((update) => {
    const timer = setInterval(update, everyMs);
    return () => clearInterval(timer);
  });
  return () => {
    subscribe();
    return Date.now();
  };
}

/** Milliseconds now; whoever renders it is rendered again every half minute. */
export const nowMs = clock(30_000);

/** The same every second: only for what is watched while it runs. */
export const tickMs = clock(1000);
