import type { InitRecord, Release, SharedTask } from "./init-record.ts";

/** `wait`: an older release is still at it; it comes first, and then we do. */
export type Claim = "start" | "wait" | "skip";

type Asked = {
  release: Release;
  nowMs: number;
  /** By hand: also what failed in this very release. */
  isForced: boolean;
};

function whileRunning(row: InitRecord, { release, nowMs }: Asked): Claim {
  if (row.leaseUntilMs <= nowMs) return "start";
  return row.releaseOrder < release.order ? "wait" : "skip";
}

/** Whether this release has to run a task now, given its newest run. Pure. */
export function claimOf(
  row: InitRecord | undefined,
  { strategy }: Pick<SharedTask, "strategy">,
  asked: Asked,
): Claim {
  const { release, isForced } = asked;
  if (row === undefined) return "start";
  // What a newer release has made sure of, an older one leaves alone, whatever came of it.
  if (row.releaseOrder > release.order) return "skip";
  if (row.state === "running") return whileRunning(row, asked);
  const isOurs = row.releaseOrder === release.order;
  if (row.state === "failed") return isOurs && !isForced ? "skip" : "start";
  return strategy === "once_per_deployment" && !isOurs ? "start" : "skip";
}
