import type { Page } from "#shared/core/page.ts";
import { parsePlan } from "#shared/plan/parse.ts";
import type { PlanSummary } from "#shared/plan/view-schema.ts";
import { runFiles } from "#stacks/files/cli.ts";
import type { Client } from "#stacks/files/client.ts";

async function everyPlan(client: Client): Promise<{ id: string; name: string }[]> {
  const found: { id: string; name: string }[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: Record<string, string> = cursor === "" ? {} : { cursor };
    const page: Page<PlanSummary> = await client.call("listPlans", { query });
    found.push(...page.items.map(({ id, name }) => ({ id, name: name.en })));
    cursor = page.nextCursor;
  }
  return found;
}

await runFiles({
  noun: "plans",
  read: (source) => {
    const { document, findings } = parsePlan(source);
    const told = findings.map(({ path, message, cure, line, level }) => ({
      ...{ path, line, level },
      message: `${message.en} ${cure.en}`,
    }));
    return {
      name: document?.name.en ?? null,
      faults: told.filter(({ level }) => level === "error"),
      hints: told.filter(({ level }) => level === "warning"),
    };
  },
  list: everyPlan,
  pull: async (client, id) => {
    const query = { version: "draft" };
    return (await client.call("getPlanSource", { params: { id }, query })).source;
  },
  create: async (client, source) => (await client.call("createPlan", { body: { source } })).id,
  save: async (client, id, source) => {
    const { version } = await client.call("getPlan", { params: { id } });
    await client.call("savePlan", { params: { id }, body: { source, version } });
  },
  publish: async (client, id, reason) => {
    return (await client.call("publishPlan", { params: { id }, body: { reason } })).published;
  },
});
