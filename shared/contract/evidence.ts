import * as z from "zod";
import { OrderEvidence } from "#shared/evidence/schema.ts";
import { OrderId } from "#shared/order/schema.ts";
import { operation } from "./operation.ts";

export const evidence = {
  getOrderEvidence: operation({
    method: "GET",
    path: "/orders/{id}/evidence",
    summary: "Everything of a run in one sealed piece",
    access: "person",
    params: z.strictObject({ id: OrderId }),
    result: OrderEvidence,
  }),
  getEvidenceKey: operation({
    method: "GET",
    path: "/evidence/key",
    summary: "The public key (PEM) that proves evidence packs",
    access: "person",
    result: z.object({ publicKey: z.string() }),
  }),
};

/** The same as a page that can be printed; no JSON. */
export const orderEvidencePath = "/orders/{id}/evidence.html";
