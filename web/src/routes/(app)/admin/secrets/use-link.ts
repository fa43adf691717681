import type { Result } from "#lib/api/client.ts";

type Use = Result<"listSecrets">["items"][number]["uses"][number];

/** Where what uses a secret is looked at. */
export function useLink({ kind, id }: Use): string {
  return kind === "plan" ? `/plans/${id}` : `/admin/settings/${id}`;
}
