import { need } from "#lib/i18n/i18n.svelte.ts";

export const load = () => need("admin", "designer", "form", "templates", "actions");
