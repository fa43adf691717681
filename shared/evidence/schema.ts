import * as z from "zod";
import { Instant } from "#shared/core/text.ts";
import { LogView, OrderEventView, OrderView } from "#shared/order/view/schema.ts";
import { PersonRef } from "#shared/ticket/state.ts";

/** Everything of one run in one piece, sealed: for auditors, and for whoever was not there. */
export const OrderEvidence = z.object({
  kind: z.literal("countersign.order-evidence"),
  format: z.literal(1),
  madeAt: Instant,
  madeBy: PersonRef,
  order: OrderView.omit({ timeline: true, may: true }),
  plan: z
    .object({ id: z.string(), version: z.number(), hash: z.string(), source: z.string() })
    .nullable(),
  /** Times from the alarm to the end, in seconds. */
  times: z.object({
    toStart: z.number().nullable(),
    toFirstAction: z.number().nullable(),
    toEnd: z.number().nullable(),
    waitingForPeople: z.number().nullable(),
    expected: z.number().nullable(),
  }),
  logs: z.array(LogView.extend({ seq: z.number().int() })),
  timeline: z.array(OrderEventView),
  seal: z.object({
    /** SHA-256 of the canonical JSON of everything else and the chain. */
    digest: z.string(),
    /** For every line of the history a hash that covers the one before. */
    chain: z.array(z.string()),
    /** Ed25519 over the digest. */
    signature: z.string(),
    publicKey: z.string(),
  }),
});
export type OrderEvidence = z.infer<typeof OrderEvidence>;
