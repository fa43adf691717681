import { createHash } from "node:crypto";
import type { InitResult, InitRun } from "#shared/setting/init-record.ts";
import lock from "./catalogue.lock.json" with { type: "json" };
import { catalogue } from "./catalogue/index.ts";
import { factsOf } from "./facts.ts";
import { syncCatalogue } from "./sync.ts";

/** What a deployment does with the catalogue of its code: `syncCatalogue` as a task of initialisation. */
export async function writeCatalogue({ ctx, fence }: InitRun): Promise<InitResult> {
  const { catalogueVersion } = lock;
  const { added, changed, removed } = await syncCatalogue(ctx, { catalogueVersion, fence });
  const facts = JSON.stringify(catalogue.map(factsOf));
  const checksum = createHash("sha256").update(facts).digest("hex").slice(0, 16);
  return { checksum, changed: added.length + changed.length + removed.length };
}
