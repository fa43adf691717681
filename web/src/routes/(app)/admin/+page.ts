import { redirect } from "@sveltejs/kit";
import { session } from "#lib/state/session.svelte.ts";

export const load = async ({ parent }) => {
  await parent();
  redirect(307, session.can("org:manage") ? "/admin/people" : "/admin/templates");
};
