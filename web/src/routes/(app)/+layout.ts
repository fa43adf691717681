import { error, redirect } from "@sveltejs/kit";
import type { ApiError } from "#lib/api/error.ts";
import { asApiError } from "#lib/api/error.ts";
import { loginPath } from "#lib/state/next.ts";
import { session } from "#lib/state/session.svelte.ts";

// Asked once: later pages of the app find the session in place, and a lost one shows at the next call.
export async function load({ url }) {
  if (session.me) return;
  const failure = await session.load().then(() => null, asApiError);
  if (failure) leave(failure, url);
}

function leave(failure: ApiError, url: URL): never {
  if (failure.status === 401) redirect(307, loginPath(url));
  error(failure.code === "OFFLINE" ? 503 : 500, failure.code);
}
