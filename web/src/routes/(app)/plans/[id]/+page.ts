import { need } from "#lib/i18n/i18n.svelte.ts";

export const load = () =>
  need("plans", "planfields", "actions", "orders", "fields", "ticket", "trial", "admin");
