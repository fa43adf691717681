import type { PersonRef } from "#shared/ticket/state.ts";

/** The numbers are the vault's. */
export type SecretVersion = { version: number; at: string; by: PersonRef | null };

/** All that is known of a secret except its values. */
export type SecretRecord = {
  name: string;
  /** Guards its writes. */
  revision: number;
  description: string;
  /** A name is used once: what a plan or a past run pins to version 1 of it is never another secret. */
  state: "active" | "inactive" | "deleting" | "deleted";
  /** Oldest first; of more than a hundred the vault forgets the oldest. */
  versions: SecretVersion[];
  updatedAt: string;
};
