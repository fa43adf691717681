import * as z from "zod";
import { Instant } from "#shared/core/text.ts";

/** What an alert source says of one alert. It may say it as often as it likes. */
export const TriggerInput = z.strictObject({
  status: z.enum(["firing", "resolved"]).default("firing"),
  kind: z.enum(["ALERT", "RISK_EVENT"]).default("ALERT"),
  source: z.string().trim().min(1).max(80),
  /** The same for every word about the same trouble. */
  fingerprint: z.string().trim().min(1).max(200),
  labels: z
    .record(z.string().min(1).max(80), z.string().max(500))
    .refine((labels) => Object.keys(labels).length <= 50, "at most 50 labels")
    .default({}),
  /** How many instances the service has, for the share that may be touched. */
  instances: z.number().int().min(1).max(100_000).optional(),
});
export type TriggerInput = z.output<typeof TriggerInput>;

/** What came of it. */
export const TriggerOutcome = z.enum([
  /** It runs. */
  "started",
  /** It will run unless somebody stops it. */
  "announced",
  /** It runs when somebody says yes. */
  "asked",
  /** Somebody is told that this plan may help. */
  "suggested",
  /** A run that answers this alert is under way. */
  "attached",
  "resolved",
  "unmatched",
  "held_back",
]);
export type TriggerOutcome = z.infer<typeof TriggerOutcome>;

/** Why it was held back. */
export const HoldReason = z.enum([
  "switched_off",
  "not_published",
  "broken",
  "too_soon",
  "target_limit",
  "hour_limit",
  "share_limit",
  "runs_limit",
  "cooling_down",
]);
export type HoldReason = z.infer<typeof HoldReason>;

export const TriggerView = z.object({
  id: z.string(),
  at: Instant,
  source: z.string(),
  fingerprint: z.string(),
  labels: z.record(z.string(), z.string()),
  outcome: TriggerOutcome,
  reason: HoldReason.nullable(),
  orderId: z.string().nullable(),
});
export type TriggerView = z.infer<typeof TriggerView>;
