import type { Chain } from "#shared/approval/chain.ts";
import type { WorkTime } from "#shared/approval/engine/situation.ts";
import type { Stage } from "./stage.ts";

/** A yes that was said, and whether it still counts. */
export type Said = {
  nodeId: string;
  person: string;
  isApproval: boolean;
  stage: Stage;
  counts: boolean;
};

/** What a ticket runs in. */
export type World = {
  chain: Chain;
  people: Readonly<Record<string, string[]>>;
  calendars: ReadonlyMap<string, WorkTime>;
  requester: string;
};
