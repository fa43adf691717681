import type { PersonRef } from "#shared/ticket/state.ts";
import type { SettingGroup } from "./groups.ts";

/** A group that somebody has saved, with the number that guards its writes. */
export type SettingRecord = {
  group: SettingGroup;
  version: number;
  value: Record<string, unknown>;
  updatedAt: string;
  /** Null: the product itself, when it was initialised. */
  updatedBy: PersonRef | null;
};

/** A group as it was in one version; none is ever taken away. */
export type SettingVersionRecord = Omit<SettingRecord, "version"> & { number: number };
