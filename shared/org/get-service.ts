import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { getServiceRecord } from "./load.ts";
import type { Service } from "./schema.ts";
import { serviceViews } from "./service-view.ts";

/** The service, retired or not. Throws NOT_FOUND. */
export async function viewService(ctx: Ctx, serviceId: string): Promise<Service> {
  assertCan(ctx, "org:read");
  const service = await getServiceRecord(serviceId);
  const [view] = service === undefined ? [] : await serviceViews([service]);
  if (view === undefined) throw notFound("service");
  return view;
}
