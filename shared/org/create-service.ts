import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { newId } from "#shared/core/id.ts";
import { commit } from "#shared/table/commit.ts";
import type { ServiceRecord } from "./record.ts";
import type { CreateServiceInput } from "./schema.ts";
import { assertServiceReferences } from "./service-check.ts";
import { createServiceRows } from "./service-store.ts";

/** Adds a service. Throws INVALID_INPUT for owners who can't be, ALREADY_EXISTS for a code that is taken. */
export async function createService(
  ctx: Ctx,
  input: z.output<typeof CreateServiceInput>,
): Promise<string> {
  assertCan(ctx, "org:manage");
  await assertServiceReferences(input, input);
  const serviceId = newId("service");
  const service: ServiceRecord = { serviceId, version: 1, state: "active", ...input };
  await commit(ctx, {
    audit: [auditWrite(ctx, "service.create", serviceId, input)],
    writes: createServiceRows(service),
    ref: serviceId,
  });
  return serviceId;
}
