import type { service } from "#shared/contract/service.ts";
import { createService } from "#shared/org/create-service.ts";
import { viewService } from "#shared/org/get-service.ts";
import { listServices } from "#shared/org/list-services.ts";
import { updateService } from "#shared/org/update-service.ts";
import type { Routes } from "../mount.ts";
import { write } from "../write.ts";

export const serviceRoutes: Routes<typeof service> = {
  listServices: (ctx, { query }) => listServices(ctx, query),
  getService: (ctx, { params }) => viewService(ctx, params.id),
  createService: write((ctx, { body }) => createService(ctx, body), viewService),
  updateService: write(
    (ctx, { params, body }) => updateService(ctx, { serviceId: params.id, ...body }),
    viewService,
  ),
};
