import * as z from "zod";
import { PageQuery, pageOf } from "#shared/core/page.ts";
import {
  CreateServiceInput,
  Service,
  ServiceId,
  ServiceState,
  UpdateServiceInput,
} from "#shared/org/schema.ts";
import { operation } from "./operation.ts";

const params = z.strictObject({ id: ServiceId });

export const service = {
  listServices: operation({
    method: "GET",
    path: "/services",
    summary: "Services and modules with their owners, by name",
    access: "org:read",
    query: PageQuery.extend({
      /** Words that stand somewhere in name or code. */
      q: z.string().trim().max(120).default(""),
      state: ServiceState.optional(),
    }),
    result: pageOf(Service),
  }),
  getService: operation({
    method: "GET",
    path: "/services/{id}",
    summary: "One service with its owners",
    access: "org:read",
    params,
    result: Service,
  }),
  createService: operation({
    method: "POST",
    path: "/services",
    summary: "Add a service",
    access: "org:manage",
    body: CreateServiceInput,
    result: Service,
    status: 201,
  }),
  updateService: operation({
    method: "PATCH",
    path: "/services/{id}",
    summary: "Change or retire a service",
    access: "org:manage",
    params,
    body: UpdateServiceInput,
    result: Service,
  }),
};
