import { redirect } from "@sveltejs/kit";
import { session } from "#lib/state/session.svelte.ts";

export const load = async ({ parent }) => {
  await parent();
  if (session.can("org:manage")) redirect(307, "/admin/people");
  redirect(307, session.can("template:manage") ? "/admin/templates" : "/admin/settings");
};
