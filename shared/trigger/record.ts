import type { Bilingual } from "#shared/core/text.ts";
import type { Recipient } from "#shared/ticket/record.ts";
import type { HoldReason, TriggerOutcome } from "./schema.ts";

/** A run, or a word to somebody, that an alert has led to. */
export type Recent = {
  at: string;
  /** Null: only told. */
  orderId: string | null;
  fingerprint: string;
  targets: string[];
};

/** What a plan has done by itself of late. */
export type GuardRecord = { planId: string; version: number; recent: Recent[] };

/** One alert and what came of it. */
export type TriggerRecord = {
  planId: string;
  triggerId: string;
  at: string;
  source: string;
  fingerprint: string;
  labels: Record<string, string>;
  outcome: TriggerOutcome;
  reason: HoldReason | null;
  orderId: string | null;
  plan: Bilingual;
  notify: Recipient[];
};
