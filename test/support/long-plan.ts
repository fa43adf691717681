import { now } from "#functions/lib/clock.ts";
import { both } from "#shared/core/text.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { StartInput } from "#shared/order/schema.ts";
import { startOrder } from "#shared/order/start.ts";
import { createPlan } from "#shared/plan/create.ts";
import { publishPlan } from "#shared/plan/publish.ts";
import { ctxOf } from "./ctx.ts";
import { planOf, sourceOf, step, type Given } from "./plans.ts";

/** Plans that are run on the real machine, by the product's clock. */

/** Makes a plan of these steps and sets it going; the order's id. */
export async function runPlan(
  operator: UserRecord,
  steps: Given[],
  given: Given = {},
): Promise<string> {
  const ctx = () => ctxOf(operator, { now: now() });
  const plan = planOf({ owners: [operator.email], steps });
  const planId = await createPlan(await ctx(), { source: sourceOf(plan) });
  await publishPlan(await ctx(), { planId, reason: "tested" });
  return startOrder(await ctx(), StartInput.parse({ planId, ...given }));
}

/** A call whose answer is the end. */
export function callStep(id: string, url: string): Given {
  return step(id, { name: both(id, id), action: "http.request", executeContext: { url } });
}

/** As long as a plan may be: 450 calls of `url`, and a moment of waiting after every ninth. */
export function longest(url: string): Given[] {
  return Array.from({ length: 500 }, (_none, at) => {
    const id = `s${at + 1}`;
    return at % 10 === 9 ? step(id, { executeContext: { seconds: 1 } }) : callStep(id, url);
  });
}

/** A call whose end is looked for. */
export function pollStep(id: string, url: string, everySeconds: number): Given {
  const executeContext = { url, mode: "poll", poll: { everySeconds } };
  return step(id, { name: both(id, id), action: "http.request", executeContext });
}
