import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { here } from "#shared/table/model.ts";
import { DelegationEntity } from "./entity.ts";
import { delegationOf } from "./load.ts";
import type { Delegation } from "./schema.ts";
import { delegationView } from "./view.ts";

/** Who stands in for me, and for whom I stand in: running and coming ones. */
export async function listDelegations(
  ctx: Ctx,
): Promise<{ given: Delegation[]; received: Delegation[] }> {
  const { userId } = personOf(ctx);
  const [given, received] = await Promise.all([
    DelegationEntity.query.delegation({ userId }).go({ ...here(), consistent: true, pages: "all" }),
    DelegationEntity.query
      .byDelegate({ delegateId: userId })
      .gt({ to: ctx.now })
      .go({ ...here(), pages: "all" }),
  ]);
  const isLive = ({ to }: { to: string }) => to > ctx.now;
  return {
    given: given.data.filter(isLive).map(delegationOf).map(delegationView),
    received: received.data.map(delegationOf).map(delegationView),
  };
}
