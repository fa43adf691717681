import { createSubscriber } from "svelte/reactivity";

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 30_000);
  return () => clearInterval(timer);
});

/** Milliseconds now; whoever renders it is rendered again every half minute. */
export function nowMs(): number {
  subscribe();
  return Date.now();
}
