import * as z from "zod";
import { PageQuery, pageOf } from "#shared/core/page.ts";
import { Bilingual, Instant } from "#shared/core/text.ts";
import { UserId } from "#shared/org/schema.ts";
import { BatchResult, HandOverInput } from "#shared/ticket/input.ts";
import { PersonRef } from "#shared/ticket/state.ts";
import { operation } from "./operation.ts";

const params = z.strictObject({ id: UserId });
const PendingTask = z.object({
  taskId: z.string(),
  ticketId: z.string(),
  number: z.string().nullable(),
  /** Null for those who may not read all tickets. */
  title: z.string().nullable(),
  templateName: Bilingual,
  requester: PersonRef,
  step: Bilingual,
  since: Instant,
  dueAt: Instant.nullable(),
});

export const leaver = {
  listPending: operation({
    method: "GET",
    path: "/users/{id}/pending",
    summary: "Tasks that wait for a person, oldest first",
    access: "org:manage",
    params,
    query: PageQuery,
    result: pageOf(PendingTask),
  }),
  listMentions: operation({
    method: "GET",
    path: "/users/{id}/mentions",
    summary: "Departments, services and published templates that rely on a person",
    access: "org:manage",
    params,
    result: z.object({
      departments: z.array(
        z.object({ id: z.string(), name: z.string(), as: z.enum(["leader", "approver"]) }),
      ),
      services: z.array(
        z.object({ id: z.string(), name: z.string(), as: z.enum(["primary", "backup"]) }),
      ),
      templates: z.array(z.object({ id: z.string(), name: Bilingual })),
    }),
  }),
  handOverTasks: operation({
    method: "POST",
    path: "/users/{id}/handover",
    summary: "Give what waits for a person to somebody else, or to who stands above her",
    /** `org:manage` as well. */
    access: "ticket:administer",
    params,
    body: HandOverInput,
    result: pageOf(PendingTask.extend({ ...BatchResult.shape, to: PersonRef.nullable() })),
  }),
};
