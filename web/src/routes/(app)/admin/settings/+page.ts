import { redirect } from "@sveltejs/kit";
import { session } from "#lib/state/session.svelte.ts";

/** Where there is room for both, the list stands beside the first group. */
export const load = async ({ parent }) => {
  await parent();
  const isWide = matchMedia("(min-width: 1024px)").matches;
  if (isWide && session.can("setting:manage")) redirect(307, "/admin/settings/platform");
};
