import { createSubscriber } from "svelte/reactivity";
import { on } from "svelte/events";

const subscribe = createSubscriber((update) => {
  const off = [on(window, "online", update), on(window, "offline", update)];
  return () => off.forEach((stop) => stop());
});

export function isOnline(): boolean {
  subscribe();
  return navigator.onLine;
}
