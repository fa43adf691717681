import { createHmac, timingSafeEqual } from "node:crypto";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { commit } from "#shared/table/commit.ts";
import { getPlanRecord } from "./load.ts";
import { putPlan } from "./store.ts";

function signingSecret(): string {
  const secret = process.env["SIGNING_SECRET"];
  if (secret === undefined) throw new Error("SIGNING_SECRET is not set");
  return secret;
}

type Generation = { planId: string; tokenGeneration: number };

/** The token by which an alert source starts this plan. Nothing keeps it: it is made again of the plan. */
function triggerToken({ planId, tokenGeneration }: Generation): string {
  return createHmac("sha256", signingSecret())
    .update(`trigger:${planId}:${tokenGeneration}`)
    .digest("base64url");
}

/** Whether a token is the plan's last one. None is, before the first was made. */
export function isTriggerToken(plan: Generation, token: string): boolean {
  const expected = Buffer.from(triggerToken(plan));
  const given = Buffer.from(token);
  const isSame = given.length === expected.length && timingSafeEqual(given, expected);
  return plan.tokenGeneration > 0 && isSame;
}

/** Makes a new token; the one before opens nothing any more. */
export async function renewTriggerToken(ctx: Ctx, { planId }: { planId: string }): Promise<string> {
  assertCan(ctx, "plan:manage");
  const plan = await getPlanRecord(planId);
  const tokenGeneration = plan.tokenGeneration + 1;
  await commit(ctx, {
    audit: [auditWrite(ctx, "plan.trigger-token", planId, { generation: tokenGeneration })],
    writes: [putPlan({ ...plan, tokenGeneration, updatedAt: ctx.now })],
    ref: planId,
  });
  return planId;
}

/** The last token, for the answer to who made it; no other route shows it. */
export async function showTriggerToken(
  ctx: Ctx,
  planId: string,
): Promise<{ generation: number; token: string }> {
  assertCan(ctx, "plan:manage");
  const { tokenGeneration } = await getPlanRecord(planId);
  return { generation: tokenGeneration, token: triggerToken({ planId, tokenGeneration }) };
}
