import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { invalid, type Issue } from "#shared/core/error.ts";
import { newId } from "#shared/core/id.ts";
import { toItem } from "#shared/table/attribute.ts";
import { commit, put } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { unknownTemplates } from "#shared/template/load.ts";
import { DelegationEntity } from "./entity.ts";
import { getUser } from "./load.ts";
import type { DelegationRecord, UserRecord } from "./record.ts";
import type { CreateDelegationInput } from "./schema.ts";

type Input = z.output<typeof CreateDelegationInput>;

async function faults(ctx: Ctx, input: Input, delegate: UserRecord | undefined): Promise<Issue[]> {
  const issues: Issue[] = [];
  if (input.delegateId === personOf(ctx).userId) {
    issues.push({ path: "delegateId", code: "own", message: "Nobody stands in for herself." });
  } else if (delegate?.state !== "active") {
    issues.push({ path: "delegateId", code: "not_found", message: "No such active person." });
  }
  if (Date.parse(input.to) <= Date.parse(ctx.now)) {
    issues.push({ path: "to", code: "past", message: "Ends in the past." });
  }
  const unknown = await unknownTemplates(input.templateIds ?? []);
  for (const id of unknown) {
    const path = `templateIds.${input.templateIds?.indexOf(id)}`;
    issues.push({ path, code: "not_found", message: "No such template." });
  }
  return issues;
}

function utc(instant: string): string {
  return new Date(instant).toISOString();
}

/** Lets a colleague decide for the caller between two instants; overlapping ones are fine. */
export async function createDelegation(ctx: Ctx, input: Input): Promise<string> {
  const { userId, name } = personOf(ctx);
  const delegate = await getUser(input.delegateId);
  const issues = await faults(ctx, input, delegate);
  if (issues.length > 0 || delegate === undefined) throw invalid(issues);
  const delegation: DelegationRecord = {
    userId,
    delegationId: newId("delegation"),
    principal: { id: userId, name },
    delegate: { id: delegate.userId, name: delegate.name },
    from: utc(input.from),
    to: utc(input.to),
    templateIds: input.templateIds,
    createdAt: ctx.now,
  };
  const { delegationId, from, to, templateIds } = delegation;
  const row = { ...toItem(delegation), delegateId: delegate.userId };
  await commit(ctx, {
    audit: [
      auditWrite(ctx, "delegation.create", delegationId, {
        delegateId: delegate.userId,
        from,
        to,
        templateIds,
      }),
    ],
    writes: [put(DelegationEntity.create(row).params(here()), "ALREADY_EXISTS")],
    ref: delegationId,
  });
  return delegationId;
}
