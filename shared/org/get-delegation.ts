import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { here } from "#shared/table/model.ts";
import { DelegationEntity } from "./entity.ts";
import { delegationOf } from "./load.ts";
import type { Delegation } from "./schema.ts";
import { delegationView } from "./view.ts";

/** A delegation the caller has given. Throws NOT_FOUND. */
export async function getOwnDelegation(ctx: Ctx, delegationId: string): Promise<Delegation> {
  const { userId } = personOf(ctx);
  const get = DelegationEntity.get({ userId, delegationId });
  const { data } = await get.go({ ...here(), consistent: true });
  if (data === null) throw notFound("delegation");
  return delegationView(delegationOf(data));
}
