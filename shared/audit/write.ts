import { actorId, type Ctx } from "#shared/core/ctx.ts";
import { newId } from "#shared/core/id.ts";
import { AuditEntity } from "#shared/audit/entity.ts";
import { put, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";

/** The audit row of a change to a person, a department, a role, a delegation or a template. */
export function auditWrite(
  ctx: Ctx,
  action: string,
  subjectId: string,
  changes: Record<string, unknown>,
): Write {
  return put(
    AuditEntity.create({
      subjectId,
      eventId: newId("event"),
      action,
      at: ctx.now,
      actorId: actorId(ctx),
      actorName: ctx.actor.kind === "person" ? ctx.actor.name : ctx.actor.job,
      channel: ctx.channel,
      changes,
    }).params(here()),
  );
}
