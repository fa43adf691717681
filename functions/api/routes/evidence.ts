import * as z from "zod";
import { operation } from "#shared/contract/operation.ts";
import { orderEvidencePath, type evidence } from "#shared/contract/evidence.ts";
import { personOf } from "#shared/core/ctx.ts";
import { Locale } from "#shared/core/text.ts";
import { getOrderEvidence } from "#shared/evidence/order.ts";
import { evidencePage, evidencePolicy } from "#shared/evidence/page.ts";
import { publicKeyPem } from "#shared/evidence/sign.ts";
import { OrderId } from "#shared/order/schema.ts";
import type { FileRoute } from "../files.ts";
import type { Routes } from "../mount.ts";

export const evidenceRoutes: Routes<typeof evidence> = {
  getOrderEvidence: (ctx, { params }) => getOrderEvidence(ctx, params.id),
  getEvidenceKey: async () => ({ publicKey: publicKeyPem() }),
};

export const evidencePageOperation = operation({
  method: "GET",
  path: orderEvidencePath,
  summary: "The evidence of a run as a page",
  access: "person",
  params: z.strictObject({ id: OrderId }),
  query: z.strictObject({ lang: Locale.optional() }),
});

export const evidencePageRoute: FileRoute<typeof evidencePageOperation> = async (
  ctx,
  { params, query },
  c,
) => {
  const pack = await getOrderEvidence(ctx, params.id);
  return c.body(evidencePage(pack, query.lang ?? personOf(ctx).locale), 200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": evidencePolicy,
  });
};
