import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { apply, changesOf } from "./changes.ts";
import { getServiceRecord } from "./load.ts";
import type { UpdateServiceInput } from "./schema.ts";
import { assertServiceReferences } from "./service-check.ts";
import { moveCode, putService } from "./service-store.ts";

type Input = { serviceId: string } & z.output<typeof UpdateServiceInput>;

/** Changes a service; a retired one is not offered any more and keeps its tickets. Throws like createService. */
export async function updateService(ctx: Ctx, input: Input): Promise<string> {
  assertCan(ctx, "org:manage");
  const { serviceId } = input;
  const before = await getServiceRecord(serviceId);
  if (before === undefined) throw notFound("service");
  const after = apply(before, input);
  const changes = changesOf(before, after);
  await assertServiceReferences(after, changes);
  await commit(ctx, {
    audit: [auditWrite(ctx, "service.update", serviceId, changes)],
    writes: [putService(after), ...moveCode(before, after)],
    ref: serviceId,
  });
  return serviceId;
}
