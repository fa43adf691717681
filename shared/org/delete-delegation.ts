import { auditWrite } from "#shared/audit/write.ts";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { commit, remove } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { DelegationEntity } from "./entity.ts";
import { getOwnDelegation } from "./get-delegation.ts";

/** Ends a delegation the caller has given; what the delegate decided stays. */
export async function deleteDelegation(
  ctx: Ctx,
  { delegationId }: { delegationId: string },
): Promise<string> {
  const { userId } = personOf(ctx);
  const { delegate, from, to } = await getOwnDelegation(ctx, delegationId);
  const row = DelegationEntity.remove({ userId, delegationId }).params(here());
  await commit(ctx, {
    audit: [
      auditWrite(ctx, "delegation.delete", delegationId, { delegateId: delegate.id, from, to }),
    ],
    writes: [remove(row, "NOT_FOUND")],
    ref: delegationId,
  });
  return delegationId;
}
