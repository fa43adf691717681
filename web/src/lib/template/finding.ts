import type { Result } from "#lib/api/client.ts";

/** One thing that stands against publishing a source, with its path and line. */
export type Finding = Result<"checkTemplate">["findings"][number];
