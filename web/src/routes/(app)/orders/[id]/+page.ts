import { need } from "#lib/i18n/i18n.svelte.ts";

export const load = () => need("orders", "orderdeeds", "orderevents", "fields", "form", "ticket");
