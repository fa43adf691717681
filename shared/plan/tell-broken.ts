import { idFor } from "#shared/core/id-for.ts";
import { tellPeople } from "#shared/notify/tell.ts";
import { toldOfPlan } from "#shared/notify/told.ts";
import { getUsersByEmail } from "#shared/org/load.ts";
import type { PlanUse } from "./use-schema.ts";
import { plansUsing } from "./uses.ts";

/** What took their footing away. `key` is the same however often it is told. */
type Cause = { key: string; at: string; actions: readonly string[] };

async function tellOwners({ id, name, owners }: PlanUse, { key, at }: Cause): Promise<void> {
  const users = await getUsersByEmail(owners.map(({ email }) => email));
  const eventId = idFor("event", `broken ${id} ${key}`, Date.parse(at));
  const people = [...users.values()].map(({ userId }) => userId);
  await tellPeople(toldOfPlan({ eventId, at, id, name, people }));
}

/** Tells the owners of published plans that can't be run any more. May be called any number of times. */
export async function tellBrokenPlans(cause: Cause): Promise<void> {
  const told = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await plansUsing(cause.actions, cursor === undefined ? {} : { cursor });
    const broken = page.items.filter(({ id, state }) => state === "broken" && !told.has(id));
    for (const plan of broken) {
      told.add(plan.id);
      await tellOwners(plan, cause);
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
