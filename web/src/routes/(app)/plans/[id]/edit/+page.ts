import { need } from "#lib/i18n/i18n.svelte.ts";

export const load = () =>
  need(
    ...(["plans", "planedit", "planfields", "actions", "fields", "form", "designer"] as const),
    ...(["admin", "trial", "ticket"] as const),
  );
