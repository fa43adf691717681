import type { FormValues } from "#shared/core/condition.ts";
import { can, personOf, type Ctx } from "#shared/core/ctx.ts";
import type { Form } from "#shared/form/schema.ts";
import { getDepartment, getServices, getUsers } from "#shared/org/load.ts";
import { getTemplateVersion } from "#shared/template/load.ts";
import { loadReadablePage } from "./access.ts";
import { isInvolved } from "./involved.ts";
import type { TicketView } from "./schema.ts";
import { ticketView } from "./view.ts";

/** The ticket page: one Query, plus the names of people and departments that its form refers to. */
export async function getTicket(ctx: Ctx, ticketId: string): Promise<TicketView> {
  const { userId } = personOf(ctx);
  const readable = await loadReadablePage(ctx, ticketId);
  const { page, delegations } = readable;
  const { templateId, templateVersion } = page.ticket;
  const { document } = await getTemplateVersion(templateId, templateVersion);
  const names = await namesIn(
    document.form,
    page.submissions.map((submission) => submission.values),
  );
  return ticketView(page, document, {
    userId,
    delegations,
    names,
    isInvolved: isInvolved(ctx, readable),
    isAdmin: can(ctx, "ticket:administer"),
    readsAll: can(ctx, "ticket:read-all"),
  });
}

function idsOf(
  form: Form,
  type: "user" | "department" | "service",
  rounds: FormValues[],
): string[] {
  const fields = form.fields.filter((field) => field.type === type).map((field) => field.name);
  const ids = rounds.flatMap((values) => fields.map((name) => values[name]));
  return [...new Set(ids.filter((id) => typeof id === "string"))];
}

async function namesIn(form: Form, rounds: FormValues[]): Promise<Record<string, string>> {
  const userIds = idsOf(form, "user", rounds);
  const users = userIds.length === 0 ? [] : await getUsers(userIds);
  const departments = await Promise.all(idsOf(form, "department", rounds).map(getDepartment));
  const services = await getServices(idsOf(form, "service", rounds));
  return Object.fromEntries([
    ...users.map((user) => [user.userId, user.name]),
    ...services.map((service) => [service.serviceId, service.name]),
    ...departments.flatMap((one) => (one === undefined ? [] : [[one.departmentId, one.name]])),
  ]);
}
