import { readdir, readFile } from "node:fs/promises";
import { parse } from "yaml";
import type { Ctx } from "#shared/core/ctx.ts";
import { createPlan } from "#shared/plan/create.ts";
import { listPlans } from "#shared/plan/list.ts";
import { publishPlan } from "#shared/plan/publish.ts";

const plansDir = new URL("./plans/", import.meta.url);

/** Adds and publishes what is missing of the demo's plans. People and services must be there already. */
export async function seedPlans(ctx: Ctx): Promise<void> {
  const { items } = await listPlans(ctx, { q: "", mine: false, limit: 100 });
  const files = (await readdir(plansDir)).filter((file) => file.endsWith(".yaml")).sort();
  for (const file of files) {
    const source = await readFile(new URL(file, plansDir), "utf8");
    const { name } = parse(source) as { name: { en: string } };
    const known = items.find((plan) => plan.name.en === name.en);
    const planId = known?.id ?? (await createPlan(ctx, { source }));
    if (known === undefined || known.published === 0) {
      await publishPlan(ctx, { planId, reason: "comes with the demo" });
    }
  }
}
